import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { DeletedFilter } from '../lists/deleted-filter.js';
import { deletionBy, isTrashedAlone } from './deletion-cause.js';
import { versionedEntities } from '../../model/entities.js';
import { entityNamed } from '../../model/named-entity.js';
import type { Instant } from '../instants/instant.js';
import { readKeysetPage } from '../lists/keyset-page.js';
import type { Page, PageRequest } from '../lists/page.js';
import { comparableVersions } from './past-columns.js';
import { everKnown, matchingVersions, versionsThere } from './past-rows.js';
import { isSeen } from '../instants/statement-at.js';
import { isLiving } from '../../model/is-living.js';
import { VersionedEntity } from '../../model/versioned-entity.js';
import { StoredColumns } from '../../store/stored-columns.js';
import { canonicalTimestamp } from '../../values/timestamp.js';
import { forWhom, isOwn } from '../../session/own-rows.js';

/** A record that was deleted for its own sake. */
export interface TrashRow {
  readonly meta: EntityMetadata;
  readonly id: string;
  readonly deletedAt: string;
  readonly deletedBy: string | null;
  /** How many records its deletion took along and its restoration would bring back. */
  readonly cascadeSize: number;
  /** Of an instant of the past always null: what would become of it was not decided then. */
  readonly purgeAt: string | null;
}

const deleted = new StoredColumns(VersionedEntity, ['id', 'deletedAt', 'deletedBy']);

/** What is told of a record besides its columns. */
interface Told {
  readonly entity_type: string;
  readonly cascade_size: string;
  readonly purge_at: string | null;
}

/**
 * What can be restored, or could at an instant, latest deletion first. What a deletion merely took along is counted, not
 * listed.
 *
 * @param types names of entities (`Post`); all where absent
 * @throws DomainError BAD_USER_INPUT for an unknown type
 */
export async function readTrash(
  em: SqlEntityManager,
  page: PageRequest,
  types?: readonly string[],
  instant: Instant | null = null,
): Promise<Page<TrashRow>> {
  const metas = versionedEntities(em);
  const shown = types ? [...new Set(types)].map((type) => entityNamed(metas, type, 'types')) : metas;
  const byTable = new Map(shown.map((meta) => [meta.tableName, meta]));
  return readKeysetPage(em, {
    scope: `trash:${[...byTable.keys()].toSorted().join()}`,
    select: sql`d.entity_type, ${deleted.select('d')},
      ${instant ? sql`null::timestamptz` : sql`palimpsest.purge_at(d.entity_type, d.id, '{}', ${forWhom()})`} as purge_at,
      ${cascadeSize(instant)} as cascade_size`,
    from: sql`(${
      shown.length > 0
        ? sql.join(
            shown.map((meta) => deletedRecords(meta, instant)),
            sql` union all `,
          )
        : nothing
    }) d`,
    where: [],
    instants: instant,
    order: [
      { expression: sql.ref('d.deleted_at'), type: 'timestamptz', ascending: false },
      { expression: sql.ref('d.id'), type: 'uuid', ascending: true },
    ],
    page,
    toItem(row) {
      const { id, deletedAt, deletedBy } = deleted.decode(row);
      const { entity_type: type, cascade_size: cascadeSize, purge_at: purgeAt } = row as unknown as Told;
      return {
        meta: byTable.get(type)!,
        id,
        deletedAt: deletedAt!,
        deletedBy,
        cascadeSize: Number(cascadeSize),
        purgeAt: purgeAt && canonicalTimestamp(purgeAt),
      };
    },
  });
}

/**
 * One operation can take a record along several times, and what was taken along can be restored or purged by itself.
 */
function cascadeSize(instant: Instant | null): RawBuilder<unknown> {
  const [laterThen, goneThen] = ['later.xid', 'purged.xid'].map((xid) =>
    instant ? sql`and ${isSeen(sql.ref(xid))}` : sql``,
  ) as [RawBuilder<unknown>, RawBuilder<unknown>];
  return sql`(
    select count(*) from entity_version c
    where ${isOwn('c')} and c.change_set_id = d.deleted_in and c.cause_id = d.id and ${deletionBy('c')}
      and not exists (
        select from entity_version later where ${isOwn('later')} and later.entity_id = c.entity_id and later.version > c.version
          and ${deletionBy('later')} is not null ${laterThen})
      and not exists (
        select from tombstone gone join change_set purged on purged.id = gone.change_set_id
        where ${isOwn('gone')} and ${isOwn('purged')} and gone.entity_id = c.entity_id ${goneThen}))`;
}

const nothing = sql`
  select null::text as entity_type, null::uuid as id, null::timestamptz as deleted_at, null::text as deleted_by,
    null::uuid as deleted_in
  where false`;

function deletedRecords(meta: EntityMetadata, instant: Instant | null): RawBuilder<unknown> {
  const source = instant ? deletedThen(meta) : sql.table(meta.tableName);
  return sql`
    select ${meta.tableName}::text as entity_type, t.id, t.deleted_at, t.deleted_by, t.deleted_in
    from ${source} t
    where ${instant ? sql`true` : isOwn('t')} and not ${isLiving('t')} and ${isTrashedAlone(sql.ref('t.id'), instant !== null)}`;
}

function deletedThen(meta: EntityMetadata): RawBuilder<unknown> {
  const versions = versionsThere(meta, sql.join([...everKnown(meta)], sql` union all `), DeletedFilter.ONLY);
  const gone = matchingVersions(versions, ['deleted_at'], [sql`not ${isLiving('t')}`]);
  return comparableVersions(meta, gone, new Set(['deleted_at', 'deleted_by', 'deleted_in']));
}
