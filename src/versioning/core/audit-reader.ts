import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import type { ActorKind } from './actor.js';
import { fieldsOf } from './entity-field.js';
import { readKeysetPage } from './keyset-page.js';
import type { Page, PageRequest } from './page.js';
import { canonicalTimestamp } from './timestamp.js';

/** All that are given must hold. */
export interface AuditFilter {
  readonly action?: string | null;
  readonly actorId?: string | null;
  /** The entity's name (`Post`). */
  readonly entityType?: string | null;
  readonly entityId?: string | null;
  readonly changeSetId?: string | null;
  /** From this instant on. */
  readonly from?: string | null;
  /** Before this instant. */
  readonly to?: string | null;
}

/** An audit entry as it is read; `before` and `after` are keyed as clients name the fields. */
export interface AuditRow {
  readonly id: string;
  readonly occurredAt: string;
  readonly action: string;
  readonly actorKind: ActorKind | null;
  readonly actorId: string | null;
  readonly entityType: string | null;
  readonly entityId: string | null;
  readonly version: number | null;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
  readonly changeSetId: string | null;
}

/** The audit log, newest first. */
export async function readAuditLog(em: SqlEntityManager, filter: AuditFilter, page: PageRequest): Promise<Page<AuditRow>> {
  const metas = [...em.getMetadata()] as EntityMetadata[];
  const byTable = new Map(metas.map((meta) => [meta.tableName, meta]));
  return readKeysetPage(em, {
    scope: 'audit',
    select: sql`a.id, a.occurred_at, a.action, a.actor_kind, a.actor_id, a.entity_type, a.entity_id, a.version, a.before,
      a.after, a.change_set_id`,
    from: sql`audit_entry a`,
    where: conditions(filter, metas),
    order: [
      { expression: sql.ref('a.occurred_at'), type: 'timestamptz', ascending: false },
      { expression: sql.ref('a.id'), type: 'uuid', ascending: true },
    ],
    page,
    toItem: (row) => toAuditRow(row, byTable.get(row.entity_type as string)),
  });
}

function conditions(filter: AuditFilter, metas: readonly EntityMetadata[]): RawBuilder<unknown>[] {
  const { action, actorId, entityType, entityId, changeSetId, from, to } = filter;
  const table = metas.find((meta) => meta.className === entityType)?.tableName;
  return [
    ...(action != null ? [sql`a.action = ${action}`] : []),
    ...(actorId != null ? [sql`a.actor_id = ${actorId}`] : []),
    ...(entityType != null ? [sql`a.entity_type = ${table ?? null}`] : []),
    ...(entityId != null ? [sql`a.entity_id = ${uuidOrNull(entityId)}::uuid`] : []),
    ...(changeSetId != null ? [sql`a.change_set_id = ${uuidOrNull(changeSetId)}::uuid`] : []),
    ...(from != null ? [sql`a.occurred_at >= ${from}::timestamptz`] : []),
    ...(to != null ? [sql`a.occurred_at < ${to}::timestamptz`] : []),
  ];
}

function uuidOrNull(id: string): string | null {
  return isUuid(id) ? id : null;
}

function toAuditRow(row: Record<string, unknown>, meta: EntityMetadata | undefined): AuditRow {
  const names = new Map(meta ? fieldsOf(meta).map((field) => [field.column, field.name]) : []);
  const rename = (values: unknown) =>
    values === null ? null : Object.fromEntries(Object.entries(values as object).map(([key, value]) => [names.get(key) ?? clientName(key), value]));
  return {
    id: row.id as string,
    occurredAt: canonicalTimestamp(row.occurred_at as string),
    action: row.action as string,
    actorKind: row.actor_kind as ActorKind | null,
    actorId: row.actor_id as string | null,
    entityType: meta?.className ?? (row.entity_type as string | null),
    entityId: row.entity_id as string | null,
    version: row.version as number | null,
    before: rename(row.before),
    after: rename(row.after),
    changeSetId: row.change_set_id as string | null,
  };
}

function clientName(column: string): string {
  return column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
