import fc from 'fast-check';
import { expect } from 'vitest';
import type { Story, StoryRecord } from '../story.js';
import type { Tags } from './tags.js';

/** What a client does, to which record, with which of its versions. */
export type RandomEdit = readonly [keyof typeof edits, number, number];

interface Clients {
  readonly story: Story;
  readonly tags: Tags;
}

type Edit = (clients: Clients, which: number, version: number) => Promise<unknown>;

const living = ({ deleted }: StoryRecord) => !deleted;
const trashed = ({ deleted }: StoryRecord) => deleted;

/** Where there is no record for it, one is made. */
const edits = {
  create: ({ story }) => story.create(),
  update: ofOne(living, (story, record) => story.update(record)),
  updateOne: ofOne(living, (story, record, version) => {
    const sample = Object.entries(story.sample());
    return story.update(record, Object.fromEntries([sample[version % sample.length]!]));
  }),
  delete: ofOne(living, (story, record) => story.delete(record)),
  restore: ofOne(trashed, (story, record) => story.restore(record)),
  revert: ofOne(living, revert),
  /** By a client that has seen an old version, and not the newest. */
  updateLate: ofOne((record) => living(record) && record.versions.length > 1, updateLate),
  renameTag: ({ tags }, which) => tags.rename(which),
} as const satisfies Readonly<Record<string, Edit>>;

export const randomEdit: fc.Arbitrary<RandomEdit> = fc.tuple(
  fc.constantFrom(...(Object.keys(edits) as (keyof typeof edits)[])),
  fc.nat(100),
  fc.nat(100),
);

/** Makes edits, one after the other. */
export async function makeEdits(clients: Clients, all: readonly RandomEdit[]): Promise<void> {
  for (const [edit, which, version] of all) await edits[edit](clients, which, version);
}

function ofOne(
  suits: (record: StoryRecord) => boolean,
  edit: (story: Story, record: StoryRecord, version: number) => Promise<unknown>,
): Edit {
  return ({ story }, which, version) => {
    const suitable = story.records.filter(suits);
    const record = suitable[which % suitable.length];
    return record ? edit(story, record, version) : story.create();
  };
}

/** To any version; one that has no place today is not reverted to. */
async function revert(story: Story, record: StoryRecord, version: number): Promise<void> {
  const toVersion = 1 + (version % record.versions.length);
  const unfit = Object.keys(story.meaning(record, toVersion).unfit);
  if (unfit.length === 0) return story.revert(record, toVersion);
  const input = { id: record.id, expectedVersion: record.versions.length, toVersion };
  const { errors } = await story.change('revert', input);
  const { code, fields } = errors[0]!.extensions;
  expect([code, (fields as string[]).toSorted()]).toEqual(['BAD_USER_INPUT', unfit.toSorted()]);
}

async function updateLate(story: Story, record: StoryRecord, version: number): Promise<void> {
  const expectedVersion = 1 + (version % (record.versions.length - 1));
  const patch = story.sample();
  const { errors } = await story.change('update', { id: record.id, expectedVersion, patch });
  const { code, conflicts, theirChanges } = errors[0]!.extensions;
  expect(code).toBe('CONFLICT');
  expect({ theirChanges: byField(theirChanges), conflicts: byField(conflicts) }).toEqual(
    story.contested(record, expectedVersion, patch),
  );
}

function byField(changes: unknown): unknown[] {
  return (changes as { field: string }[])
    .filter(({ field }) => field !== 'deletedAt')
    .toSorted((one, other) => (one.field < other.field ? -1 : 1));
}
