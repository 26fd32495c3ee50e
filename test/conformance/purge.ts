import { expect } from 'vitest';
import { dataOf } from '../support/graphql-client.js';
import type { Records } from './records.js';
import { withoutChangeSet } from './records.js';
import type { Requirement } from './requirement.js';
import type { SubjectField } from './subject.js';

/** Removing for good: what goes, what is left, and what keeps it from going. */
export const purge: Requirement[] = [
  {
    id: 'P-01',
    sentence: 'MUST purge a deleted record, answer its last state, and show it nowhere again',
    async check(records) {
      const { id } = await records.create();
      const deleted = await records.delete(id, 1);
      const purged = await records.purge(id, 2);
      expect(withoutChangeSet(purged)).toEqual(withoutChangeSet(deleted));
      expect(purged.changeSet).not.toBeNull();
      expect(await records.read(id, 'INCLUDE')).toBeNull();
      expect((await records.list('INCLUDE')).ids).not.toContain(id);
      expect(await records.world.rows(`select from "${records.subject.table}" where id = $1`, [id])).toEqual([]);
    },
  },
  {
    id: 'P-02',
    sentence: 'MUST leave a tombstone, one audit entry and the whole history of what it purges',
    async check(records) {
      const { id } = await records.create();
      await records.delete(id, 1);
      const { changeSet } = await records.purge(id, 2);
      const { world, subject } = records;
      const tombstones = await world.rows(
        'select entity_type, version, change_set_id from tombstone where entity_id = $1',
        [id],
      );
      expect(tombstones).toEqual([{ entity_type: subject.table, version: 2, change_set_id: changeSet }]);
      const entries = await world.rows(
        'select version, change_set_id from audit_entry where entity_id = $1 and action = $2',
        [id, `${subject.table}.purge`],
      );
      expect(entries).toEqual([{ version: 2, change_set_id: changeSet }]);
      const { history } = await world.ask<{ history: { nodes: { version: number }[] } }>(
        'query ($id: ID!) { history(id: $id) { nodes { version } } }',
        { id },
      );
      expect(history.nodes.map(({ version }) => version)).toEqual([2, 1]);
    },
  },
  {
    id: 'P-03',
    sentence: 'MUST refuse to purge a living record, or one at another version, with CONFLICT',
    async check(records) {
      const { id } = await records.create();
      expect((await records.refused('purge', { id, expectedVersion: 1 })).extensions).toMatchObject({
        code: 'CONFLICT',
        currentVersion: 1,
        deleted: false,
      });
      await records.delete(id, 1);
      expect((await records.refused('purge', { id, expectedVersion: 1 })).extensions).toMatchObject({
        code: 'CONFLICT',
        currentVersion: 2,
        deleted: true,
      });
    },
  },
  {
    id: 'P-04',
    sentence: 'MUST refuse to purge a record under a legal hold, and do so once the hold is released',
    async check(records) {
      const { id } = await records.create();
      await records.delete(id, 1);
      await hold(records, 'place', id);
      expect((await records.refused('purge', { id, expectedVersion: 2 })).extensions).toMatchObject({
        code: 'CONFLICT',
        blockedBy: { entityType: records.subject.type, id },
      });
      await hold(records, 'release', id);
      await records.purge(id, 2);
    },
  },
  {
    id: 'P-05',
    sentence: 'MUST clear every reference to a purged record that can be, with a version of what referred to it',
    appliesTo: ({ fields }) => fields.some((field) => isClearable(field)),
    async check(records) {
      const created = await records.create();
      const cleared = records.subject.fields.filter((field) => isClearable(field));
      let version = 1;
      for (const { name, kind, target } of cleared) {
        const ids = [created.state[name]].flat() as string[];
        for (const id of ids) {
          await records.world.of(target!).delete(id, 1);
          await records.world.of(target!).purge(id, 2);
        }
        const now = (await records.read(created.id))!;
        expect(now.state[name]).toEqual(kind === 'links' ? [] : null);
        expect(now.version).toBe((version += ids.length));
      }
    },
  },
];

const isClearable = ({ kind, owner, nullable }: SubjectField) =>
  kind === 'links' || (kind === 'reference' && !owner && nullable);

async function hold({ world }: Records, name: 'place' | 'release', id: string): Promise<void> {
  dataOf(
    await world.send(
      `mutation ($input: LegalHoldInput!) { ${name}LegalHold(input: $input) { legalHold { entityId } } }`,
      { input: { id, reason: 'conformance' } },
    ),
  );
}
