import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, type ConflictDetails, createClient, isConflict, rebase } from '../../sdk/src/index.js';
import type { PatchField } from '../../sdk/src/patch-field.js';
import { rebaseFields } from '../../sdk/src/rebase.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

/** A form with a field of each kind. */
interface Form {
  readonly title: string;
  readonly body: string;
  readonly authorId: string | null;
  readonly metadata: unknown;
  readonly price: string | null;
  readonly publishedAt: string | null;
  readonly tagIds: readonly string[] | null;
}

const fields: Readonly<Record<string, PatchField>> = {
  authorId: { kind: 'reference', of: 'author' },
  price: { kind: 'decimal' },
  publishedAt: { kind: 'instant' },
  tagIds: { kind: 'links', of: 'tags' },
};

// Few values, so that both sides often choose the same; each also as another writes it.
const values = {
  title: fc.constantFrom('', 'a', 'b'),
  body: fc.constantFrom('one\ntwo', 'one', 'two'),
  authorId: fc.constantFrom(null, 'ann', 'bob'),
  metadata: fc.constantFrom(null, 0, [], [1, 2], [2, 1], { a: 1, b: [{}] }, { a: null }),
  price: fc.constantFrom(null, '1.5', '1.50', '-0', '0', '12345678901234567890.1', '12345678901234567890.2'),
  publishedAt: fc.constantFrom(
    null,
    '2026-11-21T21:51:31.000000Z',
    '2026-11-21T22:51:31+01:00',
    '2026-11-21T21:51:31.000001Z',
  ),
  tagIds: fc.subarray(['x', 'y', 'z']),
} satisfies Record<keyof Form, fc.Arbitrary<unknown>>;

const state: fc.Arbitrary<Form> = fc.record(values);
const edits: fc.Arbitrary<Partial<Form>> = fc.record(values, { requiredKeys: [] });

const names = Object.keys(values) as (keyof Form)[];

/** What the server holds for the same value: the test's own idea of it, simpler than the code's. */
function stored(name: keyof Form, value: unknown): string {
  const canonical: Readonly<Record<string, string>> = {
    '1.50': '1.5',
    '-0': '0',
    '2026-11-21T22:51:31+01:00': '2026-11-21T21:51:31.000000Z',
  };
  if (name === 'tagIds') return JSON.stringify([...((value ?? []) as string[])].toSorted());
  return JSON.stringify(typeof value === 'string' ? (canonical[value] ?? value) : value);
}

const same = (name: keyof Form, a: unknown, b: unknown) => stored(name, a) === stored(name, b);

/** What the server says when a form comes too late. */
function conflictOf(base: Form, present: Form, sent: Partial<Form>, baseKnown: boolean): ConflictDetails {
  const differs = (a: Form, b: Partial<Form>) => (name: keyof Form) => name in b && !same(name, a[name], b[name]);
  const changed = names.filter(differs(base, present));
  const change = (name: keyof Form) => ({ field: name, base: baseKnown ? base[name] : null, theirs: present[name] });
  const contested = baseKnown
    ? changed.filter((name) => differs(base, sent)(name) && differs(present, sent)(name))
    : names.filter(differs(present, sent));
  return {
    entityType: 'Thing',
    id: '1',
    expectedVersion: 1,
    currentVersion: 2,
    changedBy: null,
    changedAt: '',
    deleted: false,
    baseKnown,
    theirChanges: baseKnown ? changed.map(change) : [],
    conflicts: contested.map((name) => ({ ...change(name), yours: sent[name] })),
  };
}

/** A record as a reader has it, with records for ids. */
const shown = ({ authorId, tagIds, ...rest }: Form) => ({
  ...rest,
  author: authorId === null ? null : { id: authorId },
  tags: (tagIds ?? []).map((id) => ({ id })),
});

describe('rebase', () => {
  it('undoes nothing that others did, drops nothing that you did, and contests the rest', () => {
    fc.assert(
      fc.property(state, edits, edits, fc.boolean(), fc.boolean(), fc.boolean(), (base, others, mine, ...how) => {
        const [baseKnown, asRecord, wholeForm] = how;
        const present = { ...base, ...others };
        const form: Partial<Form> = wholeForm ? { ...base, ...mine } : mine;
        const conflict = conflictOf(base, present, form, baseKnown);
        const { patch, contested, expectedVersion } = rebaseFields(
          fields,
          conflict,
          form,
          asRecord ? shown(base) : base,
        );
        const next = { ...present, ...patch };
        expect(expectedVersion).toBe(2);
        const open = contested.map(({ field }) => field as keyof Form);
        expect(open.filter((name) => name in patch)).toEqual([]);
        expect(open).toEqual(open.filter((name) => !same(name, base[name], present[name])));
        expect(open).toEqual(open.filter((name) => !same(name, base[name], form[name])));
        expect(names.map((name) => stored(name, next[name]))).toEqual(
          names.map((name) => stored(name, open.includes(name) ? present[name] : settled(name, base, present, form))),
        );
      }),
      { numRuns: 3000 },
    );
  });

  /** What must come out for a field that is not contested. */
  function settled(name: keyof Form, base: Form, present: Form, form: Partial<Form>): unknown {
    if (name === 'tagIds') return mergedTags(base.tagIds!, present.tagIds!, form.tagIds ?? base.tagIds!);
    return name in form && !same(name, base[name], form[name]) ? form[name] : present[name];
  }

  /** Whoever moved a tag away from what it was has it as he wanted; nobody can have wanted otherwise. */
  function mergedTags(base: readonly string[], theirs: readonly string[], yours: readonly string[]): string[] {
    return ['x', 'y', 'z'].filter((id) => (theirs.includes(id) === base.includes(id) ? yours : theirs).includes(id));
  }

  const conflict = (theirs: object): ConflictDetails => ({
    ...conflictOf({} as Form, {} as Form, {}, true),
    theirChanges: [{ field: 'password', base: null, theirs: null, ...theirs }],
  });

  it('contests what others changed and nobody may see, where you set it', () => {
    const hidden = conflict({ redacted: true });
    expect(rebase(hidden, { password: 'mine' })).toMatchObject({
      patch: {},
      contested: [{ field: 'password', redacted: true, yours: 'mine' }],
    });
    expect(rebase(hidden, { password: undefined, title: 'x' })).toMatchObject({
      patch: { title: 'x' },
      contested: [],
    });
  });

  it('takes everything in the form for your change where it is not told what you started from', () => {
    const conflicts = conflict({ field: 'title', base: 'a', theirs: 'b' });
    expect(rebase(conflicts, { title: 'a', body: 'x' })).toMatchObject({ patch: { body: 'x' }, contested: [] });
    expect(rebase(conflicts, { title: 'c' }).contested).toEqual([
      { field: 'title', base: 'a', theirs: 'b', yours: 'c' },
    ]);
  });
});

describe('A form that sends all of its fields from version 1', () => {
  let server: TestServer;
  let client: Client;

  beforeAll(async () => {
    server = await startTestServer();
    client = createClient({ url: `${server.url}/graphql`, token: server.organization.tokens.EDITOR });
  });
  afterAll(() => server.stop());

  it('puts nothing back that another editor changed', async () => {
    const [kept, gone, theirs, mine] = await Promise.all(
      ['kept', 'gone', 'theirs', 'mine'].map(async (name) => (await client.tags.create({ name })).tag.id),
    );
    const { post } = await client.posts.create({
      title: 'Vellum',
      slug: 'vellum',
      body: 'Calfskin.',
      publishedAt: '2026-11-21T21:51:31Z',
      metadata: { pages: 1, of: { skin: 'calf' } },
      tagIds: [kept!, gone!],
    });
    // A link that no reader sees, since what it leads to is deleted, is not lost either.
    await client.tags.delete({ id: gone!, expectedVersion: 1 });
    const read = (await client.posts.get({ id: post.id }))!;
    expect(read.tags.map(({ id }) => id)).toEqual([kept]);

    await client.posts.update({
      id: post.id,
      expectedVersion: 1,
      patch: { body: 'Calfskin, limed.', tagIds: [kept!, gone!, theirs!] },
    });
    const form = {
      title: 'On vellum',
      slug: read.slug,
      body: read.body,
      status: read.status,
      publishedAt: new Date(read.publishedAt!).toISOString(),
      metadata: { of: { skin: 'calf' }, pages: 1 },
      tagIds: [kept!, mine!],
    };
    const error = await client.posts
      .update({ id: post.id, expectedVersion: read.version, patch: form })
      .catch((refusal: unknown) => refusal);
    if (!isConflict(error)) throw error;
    const { patch, contested, expectedVersion } = rebase(error.details, form, read);
    expect(contested).toEqual([]);
    expect(Object.keys(patch)).toEqual(['title', 'tagIds']);
    await client.posts.update({ id: post.id, expectedVersion, patch });

    await client.tags.restore({ id: gone!, expectedVersion: 2 });
    const settled = (await client.posts.get({ id: post.id }))!;
    expect(settled).toMatchObject({
      version: 3,
      title: 'On vellum',
      body: 'Calfskin, limed.',
      publishedAt: read.publishedAt,
      metadata: read.metadata,
    });
    expect(settled.tags.map(({ name }) => name).toSorted()).toEqual(['gone', 'kept', 'mine', 'theirs']);
    const { nodes } = await client.history.page({ id: post.id });
    expect(nodes[0]!.changes.map(({ field }) => field)).toEqual(['title', 'tagIds']);
  });

  it('is asked for what both sides changed, and the choice is sent', async () => {
    const { post } = await client.posts.create({ title: 'a', slug: 'asked', body: 'a' });
    await client.posts.update({ id: post.id, expectedVersion: 1, patch: { title: 'b', body: 'b' } });
    const form = { title: 'c', slug: post.slug, body: 'a', status: post.status };
    const refused = await client.posts
      .update({ id: post.id, expectedVersion: 1, patch: form })
      .catch((refusal: unknown) => refusal);
    if (!isConflict(refused)) throw refused;
    const { patch, contested, expectedVersion } = rebase(refused.details, form, post);
    expect(contested).toEqual([{ field: 'title', base: 'a', theirs: 'b', yours: 'c' }]);
    for (const { yours } of contested) Object.assign(patch, { title: yours });
    await client.posts.update({ id: post.id, expectedVersion, patch });
    expect(await client.posts.get({ id: post.id })).toMatchObject({ title: 'c', body: 'b' });
  });
});
