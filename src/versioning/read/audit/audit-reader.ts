import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { ActorKind } from '../../model/actor.js';
import { allEntities } from '../../model/entities.js';
import { auditValues } from './audit-values.js';
import { checkFilter } from '../lists/check-filter.js';
import { withoutHidden } from '../states/hidden-columns.js';
import { readKeysetPage } from '../lists/keyset-page.js';
import { entityNamed } from '../../model/named-entity.js';
import type { Page, PageRequest } from '../lists/page.js';
import type { RawRow } from '../statements/read-statement.js';
import { isRecordId } from '../../values/record-id.js';
import { AuditEntry } from '../../store/audit-entry.js';
import { StoredColumns } from '../../store/stored-columns.js';
import { query } from '../../session/query.js';
import { isOwn } from '../../session/own-rows.js';

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

/** The audit log, newest first. @param withValues whether `before` and `after` are read; else they are null */
export async function readAuditLog(
  em: SqlEntityManager,
  filter: AuditFilter,
  page: PageRequest,
  withValues = true,
): Promise<Page<AuditRow>> {
  const metas = allEntities(em);
  const byTable = new Map(metas.map((meta) => [meta.tableName, meta]));
  const log = await readKeysetPage(em, {
    scope: 'audit',
    select: sql`${entry.select('a', { entityType: presentType(byTable) })}, ${sides(withValues)}`,
    from: sql`audit_entry a`,
    where: await conditions(em, filter, metas),
    order: [
      { expression: sql.ref('a.occurred_at'), type: 'timestamptz', ascending: false, required: true },
      { expression: sql.ref('a.id'), type: 'uuid', ascending: true, required: true },
    ],
    page,
    toItem: toLogged,
  });
  const values = new Map<string, Record<string, unknown>>();
  for (const [table, logged] of Map.groupBy(log.items, ({ item }) => item.entityType)) {
    const written = logged.flatMap(({ item }) => documentsOf(item));
    if (written.length === 0) continue;
    const shown = table === null ? written.map(({ document }) => document) : await withoutHidden(em, table, written);
    const documents = written.map(({ moment }, place) => ({ moment, document: shown[place]! }));
    const told = await auditValues(em, { table, meta: byTable.get(table ?? '') }, documents);
    for (const [place, { key }] of written.entries()) values.set(key, told[place]!);
  }
  const toRow = (logged: LoggedEntry): AuditRow => ({
    ...logged,
    entityType: byTable.get(logged.entityType ?? '')?.className ?? logged.entityType,
    before: values.get(keyOf(logged, 'before')) ?? null,
    after: values.get(keyOf(logged, 'after')) ?? null,
  });
  const items = log.items.map((read) => ({
    item: toRow(read.item),
    get cursor() {
      return read.cursor;
    },
  }));
  return { ...log, items };
}

const entry = new StoredColumns(AuditEntry, [
  'id',
  'occurredAt',
  'action',
  'actorKind',
  'actorId',
  'entityType',
  'entityId',
  'version',
  'changeSet',
]);

const bothSides = ['before', 'after'] as const;
type Side = (typeof bothSides)[number];

/** An entry as it is stored, of the type that it is of now; its sides are JSON. */
type LoggedEntry = ReturnType<typeof entry.decode> & Readonly<Record<Side, string | null>>;

function toLogged(row: RawRow): LoggedEntry {
  return { ...entry.decode(row), before: textIn(row['before']), after: textIn(row['after']) };
}

function textIn(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function documentsOf(logged: LoggedEntry) {
  return bothSides.flatMap((side) => {
    const document = logged[side];
    return document === null ? [] : [{ key: keyOf(logged, side), moment: logged.occurredAt, document }];
  });
}

function keyOf({ id }: LoggedEntry, side: Side): string {
  return `${id} ${side}`;
}

function sides(withValues: boolean): RawBuilder<unknown> {
  return withValues ? sql`a.before::text, a.after::text` : sql`null as before, null as after`;
}

/** SQL: of which type an entry is now; it says what that was called then. */
function presentType(byTable: ReadonlyMap<string, EntityMetadata>): RawBuilder<unknown> {
  const tables = sql`${[...byTable.keys()]}::text[]`;
  return sql`case when a.entity_type = any (${tables}) then a.entity_type else palimpsest.present_name(a.entity_type) end`;
}

/** The table of a type that clients know, or one whose records are all history, which is known by its table. */
async function tableNamed(em: SqlEntityManager, metas: readonly EntityMetadata[], type: string): Promise<string> {
  const known = metas.find(({ className }) => className === type);
  if (known) return known.tableName;
  const rows = await query<object>(em)`select from entity_shape where entity_type = ${type} limit 1`;
  const isRetired = rows.length > 0 && !metas.some(({ tableName }) => tableName === type);
  return isRetired ? type : entityNamed(metas, type, 'entityType').tableName;
}

async function conditions(
  em: SqlEntityManager,
  filter: AuditFilter,
  metas: readonly EntityMetadata[],
): Promise<RawBuilder<unknown>[]> {
  const { action, actorId, entityType, entityId, changeSetId, from, to } = filter;
  checkFilter(filter);
  const table = entityType == null ? null : await tableNamed(em, metas, entityType);
  return [
    isOwn('a'),
    ...(action != null ? [sql`a.action = ${action}`] : []),
    ...(actorId != null ? [sql`a.actor_id = ${actorId}`] : []),
    ...(entityType != null ? [sql`a.entity_type = any ((select palimpsest.type_names(${table}))::text[])`] : []),
    ...(entityId != null ? [sql`a.entity_id = ${uuidOrNull(entityId)}::uuid`] : []),
    ...(changeSetId != null ? [sql`a.change_set_id = ${uuidOrNull(changeSetId)}::uuid`] : []),
    ...(from != null ? [sql`a.occurred_at >= ${from}::timestamptz`] : []),
    ...(to != null ? [sql`a.occurred_at < ${to}::timestamptz`] : []),
  ];
}

function uuidOrNull(id: string): string | null {
  return isRecordId(id) ? id : null;
}
