import { expect } from 'vitest';
import type { Records } from './records.js';
import type { Requirement } from './requirement.js';

/** What a change does to a record's version, and to what is written of it. */
export const versions: Requirement[] = [
  {
    id: 'V-01',
    sentence: 'MUST give a new record version 1, made and changed by its creator at one instant',
    async check(records) {
      const created = await records.create();
      const creator = { id: records.world.server.organization.users.ADMIN, kind: 'USER' };
      expect(created).toMatchObject({
        version: 1,
        createdBy: creator,
        updatedBy: creator,
        deletedAt: null,
        deletedBy: null,
      });
      expect(created.updatedAt).toBe(created.createdAt);
    },
  },
  {
    id: 'V-02',
    sentence: 'MUST give back the values that were given, from the change and when read again',
    async check(records) {
      const values = await records.world.sample(records.subject);
      const created = await records.create(values);
      expect(created.state).toEqual(values);
      expect((await records.read(created.id))?.state).toEqual(values);
      const others = await records.world.sample(records.subject);
      expect((await records.update(created.id, 1, others)).state).toEqual(others);
      expect((await records.read(created.id))?.state).toEqual(others);
    },
  },
  {
    id: 'V-03',
    sentence:
      'MUST increment the version by exactly one with each change, and write exactly one version and one audit entry',
    async check(records) {
      const { id } = await records.create();
      expect(await written(records, id)).toEqual({ versions: 1, entries: 1 });
      const changes = [
        () => records.touch(id, 1),
        () => records.delete(id, 2),
        () => records.restore(id, 3),
        () => records.revert(id, 4, 1),
      ];
      for (const [index, change] of changes.entries()) {
        expect((await change()).version).toBe(index + 2);
        expect(await written(records, id)).toEqual({ versions: index + 2, entries: index + 2 });
      }
    },
  },
  {
    id: 'V-04',
    sentence: 'MUST refuse a stale expectedVersion with CONFLICT, and say the current version',
    async check(records) {
      const { id } = await records.create();
      await records.touch(id, 1);
      const patch = await records.world.sample(records.subject);
      const refusals = [
        await records.refused('update', { id, expectedVersion: 1, patch }),
        await records.refused('delete', { id, expectedVersion: 1 }),
        await records.refused('revert', { id, expectedVersion: 1, toVersion: 1 }),
      ];
      await records.delete(id, 2);
      const stale = { entityType: records.subject.type, id, code: 'CONFLICT' };
      for (const { extensions } of refusals) {
        expect(extensions).toMatchObject({ ...stale, expectedVersion: 1, currentVersion: 2, deleted: false });
      }
      const refusal = await records.refused('restore', { id, expectedVersion: 2 });
      expect(refusal.extensions).toMatchObject({ ...stale, expectedVersion: 2, currentVersion: 3, deleted: true });
    },
  },
  {
    id: 'V-05',
    sentence: 'MUST refuse an expectedVersion that the record has not reached, or never had',
    async check(records) {
      const { id } = await records.create();
      const patch = await records.world.sample(records.subject);
      for (const expectedVersion of [2, 2_147_483_647, 0, -1]) {
        const { extensions } = await records.refused('update', { id, expectedVersion, patch });
        expect(extensions).toMatchObject({ code: 'CONFLICT', expectedVersion, currentVersion: 1, baseKnown: false });
      }
    },
  },
  {
    id: 'V-06',
    sentence: 'MUST require expectedVersion to update, delete, restore and revert',
    async check(records) {
      const { id } = await records.create();
      for (const [change, more] of [
        ['update', { patch: {} }],
        ['delete', {}],
        ['restore', {}],
        ['revert', { toVersion: 1 }],
      ] as const) {
        for (const missing of [{}, { expectedVersion: null }]) {
          const error = await records.refused(change, { id, ...more, ...missing });
          expect(error.extensions.code).toBe('BAD_USER_INPUT');
          expect(error.message).toContain('expectedVersion');
        }
      }
    },
  },
  {
    id: 'V-07',
    sentence: 'MUST keep the fields that a patch does not name, and clear those it sets to null',
    async check(records) {
      const { id, state } = await records.create();
      const others = await records.world.sample(records.subject);
      let expected = state;
      let version = 1;
      for (const { name, nullable, kind } of records.subject.fields) {
        const values = nullable || kind === 'links' ? [others[name], null] : [others[name]];
        for (const value of values) {
          const updated = await records.update(id, version, { [name]: value });
          expected = { ...expected, [name]: kind === 'links' ? (value ?? []) : value };
          // Two samples of a type with few values may be the same.
          version = updated.version;
          expect(updated.state).toEqual(expected);
        }
      }
    },
  },
  {
    id: 'V-08',
    sentence: 'MUST refuse null where a value must be, naming the field',
    async check(records) {
      const { id } = await records.create();
      for (const { name } of records.subject.fields.filter((field) => !field.nullable && field.kind !== 'links')) {
        const error = await records.refused('update', { id, expectedVersion: 1, patch: { [name]: null } });
        expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: name });
        expect(error.message).toContain(name);
      }
    },
  },
];

async function written({ world }: Records, id: string): Promise<unknown> {
  const [counts] = await world.rows(
    `select (select count(*)::int from entity_version where entity_id = $1) as versions,
      (select count(*)::int from audit_entry where entity_id = $1) as entries`,
    [id],
  );
  return counts;
}
