import type { EntityMetadata, Platform } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import { currentAnswerBudget } from '../../values/answer-budget.js';
import { modelOf } from '../../model/entity-model.js';
import { measureJson } from '../../values/json-size.js';
import { internalColumns } from './hidden-columns.js';
import { readPastRecord } from './past-record.js';
import { asking } from '../statements/asking.js';
import type { ReadStatement } from '../statements/read-statement.js';
import { readableColumns } from '../rows/readable-columns.js';
import { typedState } from './typed-state.js';
import type { RecordedState, UntypedState } from './record-state.js';
import { parseStoredObject } from '../../values/stored-json.js';
import { changedUpToDate, exactUnfit, upToDate } from './upcast.js';
import { query } from '../../session/query.js';
import { isOwn } from '../../session/own-rows.js';

/** Names one version of one record. */
export interface VersionKey {
  readonly entityId: string;
  readonly version: number;
}

/** The key under which {@link readStates} answers. */
export function versionKey({ entityId, version }: VersionKey): string {
  return `${entityId}@${version}`;
}

/**
 * The states of records of one entity at given versions, by {@link versionKey}; unknown ones are left out.
 * Snapshots are brought into today's shape and turned into typed rows by the database, so that the past has the same form
 * as the present.
 */
export function readStates(
  em: SqlEntityManager,
  meta: EntityMetadata,
  keys: readonly VersionKey[],
): Promise<Map<string, RecordedState>> {
  return readDocuments(em, meta, keys, sql`v.snapshot`);
}

/**
 * The states that versions were made from whose predecessors retention has removed, by {@link versionKey} of the version
 * itself: what it changed is as its audit entry says, or null where the audit log does not reach back so far.
 */
export function readBases(
  em: SqlEntityManager,
  meta: EntityMetadata,
  keys: readonly VersionKey[],
): Promise<Map<string, RecordedState>> {
  return readDocuments(em, meta, keys, lostBase());
}

/** As {@link readStates}, of versions whose entity is unknown here: as the last shape had it that was known of it. */
export function readUntypedStates(
  em: SqlEntityManager,
  keys: readonly VersionKey[],
): Promise<Map<string, UntypedState>> {
  return readUntyped(em, keys, sql`v.snapshot`);
}

/** As {@link readBases}, of versions whose entity is unknown here. */
export function readUntypedBases(
  em: SqlEntityManager,
  keys: readonly VersionKey[],
): Promise<Map<string, UntypedState>> {
  return readUntyped(em, keys, lostBase());
}

/** SQL: a version's snapshot with what it changed put back, as the one before: it says so, for what is kept of each. */
const lostBase = () => sql`(v.snapshot || jsonb_build_object('version', v.version - 1) || coalesce(
  (select a.before from audit_entry a
    where ${isOwn('a')} and a.entity_id = v.entity_id and a.version = v.version and a.change_set_id = v.change_set_id
      and a.occurred_at = v.recorded_at),
  (select jsonb_object_agg(key, null) from jsonb_array_elements_text(v.changed) key),
  '{}'))`;

/** SQL: the keys that somebody names. */
function named(keys: readonly VersionKey[]): RawBuilder<unknown> {
  return sql`unnest(${keys.map((key) => key.entityId)}::uuid[], ${keys.map((key) => key.version)}::int[])`;
}

/**
 * SQL: the versions that keys name, as `v`. Each is looked up by itself: of a join the planner may think, as long as it has no
 * statistics, that reading all versions of a type is as good.
 */
function versions(keys: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`${keys} as k(entity_id, version)
    cross join lateral (
      select * from entity_version e where ${isOwn('e')} and e.entity_id = k.entity_id and e.version = k.version offset 0) v`;
}

async function readDocuments(
  em: SqlEntityManager,
  meta: EntityMetadata,
  keys: readonly VersionKey[],
  document: RawBuilder<unknown>,
): Promise<Map<string, RecordedState>> {
  if (keys.length === 0) return new Map();
  const { statement, decode } = stateStatement(em.getPlatform(), meta, named(keys), document);
  return decode(await asking(em)(statement));
}

/**
 * What {@link readStates} asks.
 *
 * @param keys SQL for rows of ids and versions; what is of other entities is left out
 */
export function stateStatement(
  platform: Platform,
  meta: EntityMetadata,
  keys: RawBuilder<unknown>,
  document: RawBuilder<unknown> = sql`v.snapshot`,
): ReadStatement<Map<string, RecordedState>> {
  const linkColumns = modelOf(meta)
    .fields.filter((field) => field.kind === 'links')
    .map((field) => field.column);
  return {
    // `offset 0` has what is made of a snapshot made once.
    statement: sql`
      select ${readableColumns(meta, '(r.value)', platform)}, k.entity_id as "$id", k.version as "$version",
        v.change_set_id as "$instant",
        (
          select coalesce(jsonb_object_agg(key, d.document -> key), '{}') from unnest(${linkColumns}::text[]) key
        ) as "$links",
        case when d.document ? '$dropped' then palimpsest.exact_numbers(
          d.document -> '$dropped', (select palimpsest.dropped_columns(${meta.tableName})))::text end as "$dropped",
        ${exactUnfit(sql`r.unfit`)} as "$unfit", ${changedUpToDate(meta, 'v')} as "$changed"
      from ${versions(keys)}
      cross join lateral (select ${upToDate(meta, 'v', document)} as document offset 0) d
      cross join lateral ${typedState(meta, sql`d.document`)} r
      where v.entity_type = ${meta.tableName}`,
    decode: (rows) =>
      new Map(
        rows.map((raw) => {
          const key = { entityId: raw['$id'] as string, version: raw['$version'] as number };
          return [versionKey(key), stateOf(meta, key, raw, platform)];
        }),
      ),
  };
}

/**
 * A state of a row as {@link stateStatement} gives it, or of a part of one. The key is the version's own: a snapshot that was put
 * back from another says something else.
 */
export function stateOf(
  meta: EntityMetadata,
  { entityId, version }: VersionKey,
  raw: Record<string, unknown>,
  platform: Platform,
): RecordedState {
  return {
    ...readPastRecord(meta, { ...raw, id: entityId, version }, platform),
    dropped: storedObject(raw['$dropped']),
    changed: namesIn(raw['$changed']),
  };
}

/** A version as {@link readUntyped} asks for it: documents are JSON, as text. */
interface UntypedRow extends VersionKey {
  readonly type: string;
  readonly document: string | null;
  readonly unfit: string | null;
  readonly dropped: string | null;
  readonly changed: unknown;
}

async function readUntyped(
  em: SqlEntityManager,
  keys: readonly VersionKey[],
  document: RawBuilder<unknown>,
): Promise<Map<string, UntypedState>> {
  if (keys.length === 0) return new Map();
  const rows = await query<UntypedRow>(em)`
    select k.entity_id as "entityId", k.version, v.entity_type as type,
      palimpsest.exact_numbers(d.document, d.columns)::text as document,
      palimpsest.exact_numbers(d.document -> '$unfit', null)::text as unfit,
      palimpsest.exact_numbers(d.document -> '$dropped', palimpsest.dropped_columns(v.entity_type))::text as dropped,
      ${changedUpToDate(null, 'v')} as changed
    from ${versions(named(keys))}
    cross join lateral (
      select ${upToDate(null, 'v', document)} as document, palimpsest.columns_at(v.entity_type) as columns offset 0) d`;
  const hidden = new Map<string, ReadonlySet<string>>();
  for (const type of new Set(rows.map(({ type }) => type))) hidden.set(type, await internalColumns(em, type));
  return new Map(
    rows.map(({ entityId, version, type, document: text, unfit, dropped, changed }) => {
      const { $dropped: _dropped, $unfit: _unfit, ...columns } = storedObject(text);
      const isShown = (column: string) => !hidden.get(type)!.has(column);
      const present = Object.entries({ ...columns, ...storedObject(unfit) }).filter(([column]) => isShown(column));
      const state = {
        columns: Object.fromEntries(present),
        dropped: storedObject(dropped),
        changed: namesIn(changed).filter((column) => isShown(column)),
      };
      return [versionKey({ entityId, version }), state];
    }),
  );
}

/** What must be an object, printed by PostgreSQL; nothing where it is none. */
function storedObject(text: unknown): Record<string, unknown> {
  if (typeof text !== 'string') return {};
  currentAnswerBudget()?.read(measureJson(text).more);
  return parseStoredObject(text);
}

function namesIn(changed: unknown): string[] {
  return Array.isArray(changed) ? changed.filter((name) => typeof name === 'string') : [];
}

/** The state of one record at one version, or null. */
export async function readState(
  em: SqlEntityManager,
  meta: EntityMetadata,
  key: VersionKey,
): Promise<RecordedState | null> {
  return (await readStates(em, meta, [key])).get(versionKey(key)) ?? null;
}

/** The columns of sensitive fields that changed after a version: of them history holds that they did, and no value. */
export async function redactedSince(
  em: SqlEntityManager,
  meta: EntityMetadata,
  { entityId, version }: VersionKey,
): Promise<string[]> {
  const columns = modelOf(meta).sensitiveKeys;
  if (columns.length === 0) return [];
  const rows = await query<{ name: string }>(em)`
    select distinct name from entity_version v cross join jsonb_array_elements_text(${changedUpToDate(meta, 'v')}) name
    where ${isOwn('v')} and v.entity_id = ${entityId} and v.version > ${version} and name = any (${columns})`;
  return rows.map(({ name }) => name);
}
