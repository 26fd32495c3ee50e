import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { ActorKind } from '../model/actor.js';
import { canonicalTimestamp } from '../values/timestamp.js';
import { internalColumns } from './hidden-columns.js';
import type { Instant } from './instant.js';
import { readKeysetPage } from './keyset-page.js';
import type { ChangeSource, Operation } from '../model/operation.js';
import type { Page, PageRequest } from './page.js';
import { isRecordId } from '../values/record-id.js';
import { changedUpToDate } from './upcast.js';
import { isVersioned } from '../model/map-versioned.js';

/** A version without its state, which is read only when asked for. */
export interface VersionHeader {
  /** Null for an entity that is unknown here: dropped since, or of a newer server. */
  readonly meta: EntityMetadata | null;
  /** The entity's name (`Post`); of an unknown one, that of its table. */
  readonly entityType: string;
  readonly entityId: string;
  readonly version: number;
  readonly operation: Operation;
  readonly recordedAt: string;
  readonly changeSetId: string;
  /** The state of the world that it belongs to. */
  readonly instant: Instant;
}

/** A change set as it is read. */
export interface ChangeSetRow extends Instant {
  readonly id: string;
  readonly actorKind: ActorKind;
  readonly actorId: string;
  readonly reason: string | null;
  readonly requestId: string | null;
  readonly operationName: string | null;
  readonly source: ChangeSource;
  readonly recordedAt: string;
}

const versionColumns = sql`v.entity_type, v.entity_id, v.version, v.operation, v.recorded_at, v.change_set_id, v.xid, v.seen`;

/** Reads versions and change sets. */
export class HistoryReader {
  private readonly metas: ReadonlyMap<string, EntityMetadata>;

  constructor(private readonly em: SqlEntityManager) {
    const versioned = ([...em.getMetadata()] as EntityMetadata[]).filter((meta) => isVersioned(meta.class));
    this.metas = new Map(versioned.map((meta) => [meta.tableName, meta]));
  }

  /** The versions of one record, newest first. Of an unknown record: none. */
  async versionsOf(entityId: string, page: PageRequest): Promise<Page<VersionHeader>> {
    const id = isRecordId(entityId) ? entityId : null;
    return readKeysetPage(this.em, {
      scope: 'history',
      select: versionColumns,
      from: sql`entity_version v`,
      where: [sql`v.entity_id = ${id}::uuid`],
      order: [{ expression: sql.ref('v.version'), type: 'int', ascending: false }],
      page,
      toItem: (row) => this.toHeader(row),
    });
  }

  /** The versions that one change set made. */
  async versionsIn(changeSetId: string, page: PageRequest): Promise<Page<VersionHeader>> {
    return readKeysetPage(this.em, {
      scope: 'change-set',
      select: versionColumns,
      from: sql`entity_version v`,
      where: [sql`v.change_set_id = ${changeSetId}::uuid`],
      order: [
        { expression: sql.ref('v.recorded_at'), type: 'timestamptz', ascending: true },
        { expression: sql.ref('v.entity_id'), type: 'uuid', ascending: true },
        { expression: sql.ref('v.version'), type: 'int', ascending: true },
      ],
      page,
      toItem: (row) => this.toHeader(row),
    });
  }

  /** One version of one record, or null. Without a number: the newest. */
  async version(entityId: string, version?: number): Promise<VersionHeader | null> {
    if (!isRecordId(entityId)) return null;
    const { rows } = await sql<Record<string, unknown>>`
      select ${versionColumns} from entity_version v
      where v.entity_id = ${entityId} ${version === undefined ? sql`` : sql`and v.version = ${version}`}
      order by v.version desc limit 1`.execute(this.em.getKysely());
    return rows[0] ? this.toHeader(rows[0]) : null;
  }

  /** The columns that changed after version `from` up to version `to`, as they are called now, sensitive ones included. */
  async changedBetween({ entityId, meta, entityType }: VersionHeader, from: number, to: number): Promise<string[]> {
    const { rows } = await sql<{ column: string | null }>`
      select distinct jsonb_array_elements_text(${changedUpToDate(meta, 'v')}) as column from entity_version v
      where v.entity_id = ${entityId} and v.version > ${from} and v.version <= ${to}`.execute(this.em.getKysely());
    // Of a column that is gone and that nobody may read the name is null.
    const columns = rows.flatMap(({ column }) => column ?? []);
    if (meta !== null) return columns;
    const hidden = await internalColumns(this.em, entityType);
    return columns.filter((column) => !hidden.has(column));
  }

  /** Change sets by id; unknown and other tenants' are left out alike. */
  async changeSets(ids: readonly string[]): Promise<Map<string, ChangeSetRow>> {
    const wanted = ids.filter((id) => isRecordId(id));
    const { rows } = await sql<ChangeSetRow>`
      select id, actor_kind as "actorKind", actor_id as "actorId", reason, request_id as "requestId",
        operation_name as "operationName", source, recorded_at as "recordedAt", xid, snapshot
      from change_set where id = any (${wanted}::uuid[])`.execute(this.em.getKysely());
    return new Map(rows.map((row) => [row.id, { ...row, recordedAt: canonicalTimestamp(row.recordedAt) }]));
  }

  private toHeader(row: Record<string, unknown>): VersionHeader {
    const meta = this.metas.get(row.entity_type as string) ?? null;
    return {
      meta,
      entityType: meta?.className ?? (row.entity_type as string),
      entityId: row.entity_id as string,
      version: row.version as number,
      operation: row.operation as Operation,
      recordedAt: canonicalTimestamp(row.recorded_at as string),
      changeSetId: row.change_set_id as string,
      instant: { xid: row.xid as string, snapshot: row.seen as string },
    };
  }
}
