import { expect } from 'vitest';
import type { Requirement } from './requirement.js';
import type { Subject } from './subject.js';
import type { Values } from './world.js';

/** What a writer is told who comes too late. */
export const conflicts: Requirement[] = [
  {
    id: 'C-01',
    sentence:
      'MUST list each field that both sides changed to different values with base, theirs and yours, and no other',
    async check(records) {
      const { world, subject } = records;
      const base = await records.create();
      const { state: theirs } = await records.touch(base.id, 1);
      const others = await world.sample(subject);
      const yours = Object.fromEntries(
        subject.fields.map(({ name }, index) => [name, [others, theirs, base.state][index % 3]![name]]),
      );
      const { extensions } = await records.refused('update', { id: base.id, expectedVersion: 1, patch: yours });
      const expected = conflictsAmong(subject, base.state, theirs, yours);
      expect(expected.length).toBeGreaterThan(0);
      expect(extensions).toMatchObject({ code: 'CONFLICT' });
      expect(extensions['conflicts']).toEqual(expected);
    },
  },
  {
    id: 'C-02',
    sentence: 'MUST leave out of conflicts the fields that only one side changed',
    async check(records) {
      const { id } = await records.create();
      await records.touch(id, 1);
      const { extensions } = await records.refused('update', { id, expectedVersion: 1, patch: {} });
      expect(extensions).toMatchObject({ code: 'CONFLICT', conflicts: [] });
    },
  },
  {
    id: 'C-03',
    sentence: 'MUST say who changed the record, when, and what it is',
    async check(records) {
      const { id, state: base } = await records.create();
      const { updatedAt, state: theirs } = await records.touch(id, 1);
      const { extensions, message } = await records.refused('delete', { id, expectedVersion: 1 });
      expect(extensions).toEqual({
        code: 'CONFLICT',
        requestId: extensions.requestId,
        entityType: records.subject.type,
        id,
        expectedVersion: 1,
        currentVersion: 2,
        changedBy: {
          id: records.world.server.organization.users.ADMIN,
          kind: 'USER',
          displayName: `${records.world.organization.slug} ADMIN`,
        },
        changedAt: updatedAt,
        deleted: false,
        baseKnown: true,
        theirChanges: changesBetween(records.subject, base, theirs),
        conflicts: [],
      });
      expect(message).toBe(`The ${records.subject.type} is at version 2, not 1.`);
    },
  },
  {
    id: 'C-04',
    sentence: 'MUST refuse with CONFLICT and its deletion what only a living or only a deleted record can bear',
    async check(records) {
      const { id } = await records.create();
      const living = await records.refused('restore', { id, expectedVersion: 1 });
      expect(living.extensions).toMatchObject({ code: 'CONFLICT', deleted: false, currentVersion: 1 });
      await records.delete(id, 1);
      const refusals = [
        await records.refused('delete', { id, expectedVersion: 2 }),
        await records.refused('update', { id, expectedVersion: 2, patch: {} }),
        await records.refused('revert', { id, expectedVersion: 2, toVersion: 1 }),
      ];
      for (const { extensions } of refusals) {
        expect(extensions).toMatchObject({ code: 'CONFLICT', deleted: true, currentVersion: 2, expectedVersion: 2 });
      }
    },
  },
  {
    id: 'C-05',
    sentence: 'MUST list, where a revert is refused, what it would have set as yours',
    async check(records) {
      const first = await records.create();
      const base = await records.touch(first.id, 1);
      const theirs = await records.touch(first.id, 2);
      const { extensions } = await records.refused('revert', { id: first.id, expectedVersion: 2, toVersion: 1 });
      const expected = conflictsAmong(records.subject, base.state, theirs.state, first.state);
      expect(expected.length).toBeGreaterThan(0);
      expect(extensions['conflicts']).toEqual(expected);
    },
  },
  {
    id: 'C-06',
    sentence: 'MUST list all that others changed since with base and theirs, over all their versions and no more',
    async check(records) {
      const { subject } = records;
      const { id, state: base } = await records.create();
      const { state: middle } = await records.touch(id, 1);
      // There and back: what is as it was is no change.
      const [first, ...others] = subject.fields;
      const { state: theirs } = await records.update(id, 2, { [first!.name]: base[first!.name] });
      const since = async (expectedVersion: number) =>
        (await records.refused('update', { id, expectedVersion, patch: base })).extensions['theirChanges'];
      expect(await since(1)).toEqual(changesBetween({ ...subject, fields: others }, base, theirs));
      expect(await since(2)).toEqual(changesBetween({ ...subject, fields: [first!] }, middle, theirs));
    },
  },
  {
    id: 'C-07',
    sentence: 'MUST contest, where the expected version is not in history, each wanted field that differs, and say so',
    async check(records) {
      const { subject, world } = records;
      const { id } = await records.create();
      const { state: theirs } = await records.touch(id, 1);
      const others = await world.sample(subject);
      const yours = Object.fromEntries(
        subject.fields.map(({ name }, index) => [name, (index % 2 === 0 ? others : theirs)[name]]),
      );
      const { extensions } = await records.refused('update', { id, expectedVersion: 7, patch: yours });
      expect(extensions).toMatchObject({ code: 'CONFLICT', baseKnown: false, theirChanges: [] });
      expect(extensions['conflicts']).toEqual(
        subject.fields
          .map(({ name: field }) => ({ field, base: null, theirs: theirs[field], yours: yours[field] }))
          .filter((values) => JSON.stringify(values.theirs) !== JSON.stringify(values.yours)),
      );
    },
  },
];

function changesBetween({ fields }: Subject, base: Values, theirs: Values) {
  return fields
    .map(({ name: field }) => ({ field, base: base[field], theirs: theirs[field] }))
    .filter((values) => JSON.stringify(values.base) !== JSON.stringify(values.theirs));
}

/** The fields whose values are all different in the three states. */
function conflictsAmong({ fields }: Subject, base: Values, theirs: Values, yours: Values) {
  return fields
    .map(({ name: field }) => ({ field, base: base[field], theirs: theirs[field], yours: yours[field] }))
    .filter(
      (values) => new Set([values.base, values.theirs, values.yours].map((value) => JSON.stringify(value))).size === 3,
    );
}
