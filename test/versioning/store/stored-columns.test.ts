import type { EntityMetadata, EntityProperty } from '@mikro-orm/core';
import { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { AuditEntry, ChangeSet, EntityVersion, LegalHold, VersionedEntity } from '../../../src/versioning/index.js';
import { compiled } from '../../../src/versioning/session/compiled-statement.js';
import { StoredColumns } from '../../../src/versioning/store/stored-columns.js';
import { User } from '../../../src/modules/user/user.entity.js';

let orm: MikroORM;
beforeAll(async () => {
  orm = await MikroORM.init(ormOptions({ url: 'postgresql://localhost/none' }));
});
afterAll(() => orm.close());

const changeSetId = '0197f3a0-0000-7000-8000-000000000001';
const hold = new StoredColumns(LegalHold, ['entityId', 'placedAt', 'changeSet']);

const ofAllRecords = ['id', 'version', 'createdAt', 'updatedBy', 'deletedAt', 'deletedIn'];

it.each<[string, abstract new () => object, new () => object, string[] | undefined]>([
  ['versions', EntityVersion, EntityVersion, undefined],
  ['change sets', ChangeSet, ChangeSet, undefined],
  ['audit entries', AuditEntry, AuditEntry, undefined],
  ['legal holds', LegalHold, LegalHold, undefined],
  ['records', VersionedEntity, User, ofAllRecords],
])('columns of %s are called as the mapping calls them', (_what, declared, mapped, some) => {
  const { properties } = orm.getMetadata().get(mapped) as EntityMetadata;
  const own = Object.values(properties as unknown as Record<string, EntityProperty>).filter(
    ({ name, userDefined }) => userDefined !== false && (some?.includes(name) ?? true),
  );
  const columns = new StoredColumns(
    declared as new () => Record<string, unknown>,
    own.map(({ name }) => name),
  );
  expect(own.length).toBeGreaterThan(4);
  const mappedNames = own.map(({ fieldNames }) => `"t"."${fieldNames[0]}"`);
  expect(compiled(sql`${columns.select('t')}`).text).toBe(mappedNames.join(', '));
});

it('a row says what its class says: instants as text, references as ids', () => {
  const row = { entity_id: 'a', placed_at: '2026-01-01 10:00:00.5+00', change_set_id: changeSetId, other: 1 };
  expect(hold.decode(row)).toEqual({ entityId: 'a', placedAt: '2026-01-01T10:00:00.500000Z', changeSetId });
});

it('what is null stays null, and something else can stand in place of a column', () => {
  const entry = new StoredColumns(AuditEntry, ['actorKind', 'entityType', 'changeSet']);
  expect(entry.decode({ actor_kind: null, entity_type: 'post', change_set_id: null })).toEqual({
    actorKind: null,
    entityType: 'post',
    changeSetId: null,
  });
  const { text } = compiled(sql`${entry.select('a', { entityType: sql`'post'` })}`);
  expect(text).toBe(`"a"."actor_kind", 'post' as "entity_type", "a"."change_set_id"`);
});
