import { expect } from 'vitest';
import type { AnswerError } from '../support/graphql-client.js';
import type { Records } from './records.js';
import type { Requirement } from './requirement.js';
import type { Subject } from './subject.js';
import type { Values } from './world.js';

const hasKey = ({ uniqueKeys }: Subject) => uniqueKeys.length > 0;

/** Keys that are unique among the living records of an organization. */
export const uniqueKeys: Requirement[] = [
  {
    id: 'U-01',
    sentence: 'MUST refuse a key that a living record has with ALREADY_EXISTS, and say which record, type and fields',
    appliesTo: hasKey,
    async check(records) {
      for (const key of records.subject.uniqueKeys) {
        const holder = await records.create();
        const taken = pick(holder.state, key);
        const other = await records.create();
        const refusals = [
          await records.refused('create', { ...(await records.world.sample(records.subject)), ...taken }),
          await records.refused('update', { id: other.id, expectedVersion: 1, patch: taken }),
        ];
        for (const error of refusals) expectTaken(records, error, key, holder.id);
      }
    },
  },
  {
    id: 'U-02',
    sentence: 'MUST refuse a key that the same operation has taken',
    appliesTo: hasKey,
    async check({ world, subject }) {
      for (const key of subject.uniqueKeys) {
        const first = await world.sample(subject);
        const second = { ...(await world.sample(subject)), ...pick(first, key) };
        const before = await world.ledger();
        const { data, errors } = await world.send(
          `mutation ($first: Create${subject.type}Input!, $second: Create${subject.type}Input!) {
            first: create${subject.type}(input: $first) { ${subject.one} { id } }
            second: create${subject.type}(input: $second) { ${subject.one} { id } }
          }`,
          { first, second },
        );
        expect(data).toBeNull();
        expect(errors.map(({ extensions }) => extensions.code)).toEqual(['ALREADY_EXISTS']);
        expect(await world.ledger()).toBe(before);
      }
    },
  },
  {
    id: 'U-03',
    sentence: 'MUST free a key by deletion, and refuse to restore into one that is taken by now',
    appliesTo: hasKey,
    async check(records) {
      for (const key of records.subject.uniqueKeys) {
        const { holder, next } = await succession(records, key);
        expectTaken(records, await records.refused('restore', { id: holder.id, expectedVersion: 2 }), key, next.id);
      }
    },
  },
  {
    id: 'U-04',
    sentence: 'MUST settle a taken key by a patch of the restore',
    appliesTo: hasKey,
    async check(records) {
      for (const key of records.subject.uniqueKeys) {
        const { holder } = await succession(records, key);
        const patch = pick(await records.world.sample(records.subject), key);
        const restored = await records.restore(holder.id, 2, patch);
        expect(restored).toMatchObject({ version: 3, deletedAt: null });
        expect(restored.state).toEqual({ ...holder.state, ...patch });
      }
    },
  },
  {
    id: 'U-05',
    sentence: 'MUST refuse to revert into a key that is taken by now',
    appliesTo: hasKey,
    async check(records) {
      for (const key of records.subject.uniqueKeys) {
        const holder = await records.create();
        await records.touch(holder.id, 1);
        const next = await records.create({
          ...(await records.world.sample(records.subject)),
          ...pick(holder.state, key),
        });
        const error = await records.refused('revert', { id: holder.id, expectedVersion: 2, toVersion: 1 });
        expectTaken(records, error, key, next.id);
      }
    },
  },
  {
    id: 'U-06',
    sentence: 'MUST let a key go from one record to another, and be taken again by its first holder',
    appliesTo: hasKey,
    async check(records) {
      for (const key of records.subject.uniqueKeys) {
        const holder = await records.create();
        const other = await records.create();
        await records.update(holder.id, 1, pick(await records.world.sample(records.subject), key));
        await records.update(other.id, 1, pick(holder.state, key));
        await records.delete(other.id, 2);
        expect((await records.revert(holder.id, 2, 1)).state).toEqual(holder.state);
      }
    },
  },
];

function pick(values: Values, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}

/** A deleted record, and a living one with its key. */
async function succession(records: Records, key: readonly string[]) {
  const holder = await records.create();
  await records.delete(holder.id, 1);
  const next = await records.create({ ...(await records.world.sample(records.subject)), ...pick(holder.state, key) });
  return { holder, next };
}

function expectTaken(
  { subject }: Records,
  { extensions, message }: AnswerError,
  key: readonly string[],
  id: string,
): void {
  const { requestId } = extensions;
  expect(extensions).toEqual({
    code: 'ALREADY_EXISTS',
    requestId,
    entityType: subject.type,
    field: key[0],
    fields: key,
    conflictingId: id,
  });
  expect(message).toContain(key.join(' and '));
}
