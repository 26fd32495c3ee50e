import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { State } from '../read/states/record-state.js';
import { readStates, versionKey } from '../read/states/state-reader.js';
import { changedUpToDate } from '../read/states/upcast.js';
import { query } from '../session/query.js';
import type { ChangedRecord } from './changed-records.js';
import { isOwn } from '../session/own-rows.js';

/** What undoing compares of one record: before the change set, right after it, and now. */
export interface RecordSides {
  readonly meta: EntityMetadata;
  readonly record: ChangedRecord;
  /** Null where the change set made the record, and where retention has let go of that version. */
  readonly base: State | null;
  readonly after: State;
  /** Null where the record was removed for good. */
  readonly now: State | null;
  /** Its newest version; of a record that is gone, the last that the change set made. */
  readonly version: number;
  /** The shape in which the sides are read; null where the record was removed for good. */
  readonly shape: number | null;
  /** Columns that the change set changed, and that were changed since: sensitive ones too, of which no state tells. */
  readonly changed: ReadonlySet<string>;
  readonly since: ReadonlySet<string>;
}

/** Whether a record was there, and not deleted. */
export function isLiving(state: State | null): boolean {
  return state !== null && state.record.deletedAt == null;
}

/** Reads the sides of records of one entity, in as many statements for one as for many. */
export async function readSides(
  em: SqlEntityManager,
  meta: EntityMetadata,
  records: readonly ChangedRecord[],
): Promise<RecordSides[]> {
  const ids = records.map(({ id }) => id);
  const present = await query<{ id: string; version: number; shape: number }>(em)`
    select id, version, (select palimpsest.shape_of(${meta.tableName})) as shape from ${sql.table(meta.tableName)} t where ${isOwn('t')} and id = any (${ids}::uuid[])`;
  const versions = new Map(present.map((row) => [row.id, row]));
  const keys = records.flatMap(({ id, first, last }) =>
    [first - 1, last, versions.get(id)?.version ?? 0]
      .filter((version) => version > 0)
      .map((version) => ({ entityId: id, version })),
  );
  const distinct = new Map(keys.map((key) => [versionKey(key), key]));
  const states = await readStates(em, meta, [...distinct.values()]);
  const changed = await changedColumns(em, meta, records);
  const stateAt = (entityId: string, version: number) => states.get(versionKey({ entityId, version })) ?? null;
  return records.map((record) => {
    const { id, first, last } = record;
    const { version, shape = null } = versions.get(id) ?? {};
    const [own = [], since = []] = changed.get(id) ?? [];
    return {
      meta,
      record,
      base: stateAt(id, first - 1),
      after: stateAt(id, last)!,
      now: version === undefined ? null : stateAt(id, version),
      version: version ?? last,
      shape,
      changed: new Set(own),
      since: new Set(since),
    };
  });
}

/** The columns that the change set changed of each record, and those that were changed after it. */
async function changedColumns(
  em: SqlEntityManager,
  meta: EntityMetadata,
  records: readonly ChangedRecord[],
): Promise<Map<string, [own: string[], since: string[]]>> {
  const numbers = (of: (record: ChangedRecord) => number) => sql`${records.map(of)}::int[]`;
  const rows = await query<{ id: string; own: string[]; since: string[] }>(em)`
    select r.id,
      coalesce(jsonb_agg(distinct name) filter (where v.version <= r.last), '[]') as own,
      coalesce(jsonb_agg(distinct name) filter (where v.version > r.last), '[]') as since
    from unnest(${records.map(({ id }) => id)}::uuid[], ${numbers(({ first }) => first)}, ${numbers(({ last }) => last)})
      as r(id, first, last)
    join entity_version v on ${isOwn('v')} and v.entity_id = r.id and v.version >= r.first
    cross join jsonb_array_elements_text(${changedUpToDate(meta, 'v')}) name
    group by 1`;
  return new Map(rows.map(({ id, own, since }) => [id, [own, since]]));
}
