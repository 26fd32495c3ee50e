import { expect } from 'vitest';
import { withoutChangeSet } from './records.js';
import type { Requirement } from './requirement.js';

/** Soft deletion: who sees a deleted record, and what comes back. */
export const deletion: Requirement[] = [
  {
    id: 'D-01',
    sentence: 'MUST hide a deleted record from one, lists, counts and node',
    async check(records) {
      const { id } = await records.create();
      const before = await records.list();
      expect(before.ids).toContain(id);
      await records.delete(id, 1);
      expect(await records.read(id)).toBeNull();
      expect(await records.world.ask('query ($id: ID!) { node(id: $id) { id } }', { id })).toEqual({ node: null });
      const after = await records.list();
      expect(after).toEqual({ ids: before.ids.filter((other) => other !== id), totalCount: before.totalCount - 1 });
    },
  },
  {
    id: 'D-02',
    sentence: 'MUST show a deleted record where INCLUDE or ONLY is asked, with who deleted it and when',
    async check(records) {
      const { id, state } = await records.create();
      const only = await records.list('ONLY');
      const include = await records.list('INCLUDE');
      expect(await records.read(id, 'ONLY')).toBeNull();
      const deleted = await records.delete(id, 1);
      expect(deleted).toMatchObject({ version: 2, deletedBy: { kind: 'USER' }, updatedBy: { kind: 'USER' } });
      expect(deleted.deletedAt).toMatch(/Z$/);
      const seen = await records.read(id, 'INCLUDE');
      expect(seen).toEqual({ ...withoutChangeSet(deleted), state });
      expect(await records.read(id, 'ONLY')).toEqual(seen);
      expect(await records.list('ONLY')).toEqual({
        ids: [...only.ids, id].toSorted(),
        totalCount: only.totalCount + 1,
      });
      expect(await records.list('INCLUDE')).toEqual(include);
    },
  },
  {
    id: 'D-03',
    sentence: 'MUST list a deleted record in the trash until it is restored',
    async check(records) {
      const { world, subject } = records;
      const trashed = async () => {
        const { trash } = await world.ask<{ trash: { nodes: Trashed[] } }>(
          `query ($types: [String!]) { trash(first: 1, types: $types) {
            nodes { entity { id __typename version } deletedAt deletedBy { id } cascadeSize purgeAt }
          } }`,
          { types: [subject.type] },
        );
        return trash.nodes[0];
      };
      const { id } = await records.create();
      const { deletedAt } = await records.delete(id, 1);
      expect(await trashed()).toEqual({
        entity: { id, __typename: subject.type, version: 2 },
        deletedAt,
        deletedBy: { id: world.server.organization.users.ADMIN },
        cascadeSize: 0,
        purgeAt: null,
      });
      await records.restore(id, 2);
      expect((await trashed())?.entity.id).not.toBe(id);
    },
  },
  {
    id: 'D-04',
    sentence: 'MUST bring back, by restore, exactly the same state, field by field, as a new version',
    async check(records) {
      const created = await records.create();
      await records.delete(created.id, 1);
      const restored = await records.restore(created.id, 2);
      const { version, updatedAt, changeSet, ...rest } = restored;
      expect(version).toBe(3);
      expect(created).toMatchObject(rest);
      expect(await records.read(created.id)).toEqual({ ...withoutChangeSet(created), version, updatedAt });
      expect(changeSet).not.toBeNull();
    },
  },
  {
    id: 'D-05',
    sentence:
      'MUST show null for a reference to a deleted record unless includeDeleted is asked, and never drop the row that holds it',
    appliesTo: ({ fields }) => fields.some(({ kind, owner }) => kind === 'reference' && !owner),
    async check(records) {
      const { world, subject } = records;
      const created = await records.create();
      const before = await records.list();
      for (const { name, property, target } of subject.fields.filter(
        (field) => field.kind === 'reference' && !field.owner,
      )) {
        await world.of(target!).delete(created.state[name] as string, 1);
        const { record } = await world.ask<{ record: unknown }>(
          `query ($id: ID!) { record: ${subject.one}(id: $id) {
            id absent: ${property} { id } present: ${property}(includeDeleted: true) { id }
          } }`,
          { id: created.id },
        );
        expect(record).toEqual({ id: created.id, absent: null, present: { id: created.state[name] } });
      }
      expect(await records.list()).toEqual(before);
      expect(await records.read(created.id)).toEqual(withoutChangeSet(created));
    },
  },
  {
    id: 'D-06',
    sentence:
      'MUST hide links to a deleted record, and show them again when it is restored, without a version of their owner',
    appliesTo: ({ fields }) => fields.some(({ kind }) => kind === 'links'),
    async check(records) {
      const created = await records.create();
      for (const { name, target } of records.subject.fields.filter((field) => field.kind === 'links')) {
        const [gone, left] = created.state[name] as [string, string];
        await records.world.of(target!).delete(gone, 1);
        expect((await records.read(created.id))?.state[name]).toEqual([left]);
        await records.world.of(target!).restore(gone, 2);
      }
      expect(await records.read(created.id)).toEqual(withoutChangeSet(created));
    },
  },
  {
    id: 'D-07',
    sentence: 'MUST refuse a reference or link to a deleted record in the words for an unknown one',
    appliesTo: ({ fields }) => fields.some(({ kind }) => kind !== 'value'),
    async check(records) {
      const { world, subject } = records;
      const { id } = await records.create();
      for (const { name, kind, target } of subject.fields.filter((field) => field.kind !== 'value')) {
        const gone = await world.target(target!);
        await world.of(target!).delete(gone, 1);
        const error = await records.refused('update', {
          id,
          expectedVersion: 1,
          patch: { [name]: kind === 'links' ? [gone] : gone },
        });
        expect(error.message).toBe(`${name}: there is no such ${target}.`);
        expect(error.extensions).toMatchObject({ code: 'NOT_FOUND', field: name });
      }
    },
  },
  {
    id: 'D-08',
    sentence: 'MUST refuse, in a restore with a patch, a reference that is not there',
    appliesTo: ({ fields }) => fields.some(({ kind }) => kind !== 'value'),
    async check(records) {
      const { id } = await records.create();
      await records.delete(id, 1);
      const nobody = '0197f3a0-0000-7000-8000-00000000dead';
      for (const { name, kind, target } of records.subject.fields.filter((field) => field.kind !== 'value')) {
        const patch = { [name]: kind === 'links' ? [nobody] : nobody };
        const error = await records.refused('restore', { id, expectedVersion: 2, patch });
        expect(error.message).toBe(`${name}: there is no such ${target}.`);
        expect(error.extensions).toMatchObject({ code: 'NOT_FOUND', field: name });
      }
    },
  },
];

interface Trashed {
  readonly entity: { readonly id: string };
}
