import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { query } from '../../session/query.js';

/** Part of a record as it was written at a moment: JSON, by column. */
export interface WrittenDocument {
  readonly moment: string;
  readonly document: string;
}

/**
 * What was written of a table's records, in the same order, without the columns that nobody may read, by their names of then:
 * private fields, be they there or gone, and sensitive ones.
 *
 * @param type the name of the table, which may be gone
 */
export async function withoutHidden(
  em: SqlEntityManager,
  type: string,
  written: readonly WrittenDocument[],
): Promise<string[]> {
  const [moments, documents] = [written.map(({ moment }) => moment), written.map(({ document }) => document)];
  const rows = await query<{ document: string }>(em)`
    with written as (
      select w.place, w.document::jsonb as document, coalesce(
        (select max(s.shape) from entity_shape s where s.entity_type = ${type} and s.since <= w.moment), 1) as shape
      from unnest(${moments}::timestamptz[], ${documents}::text[]) with ordinality w(moment, document, place))
    select (case when jsonb_typeof(w.document) = 'object' then w.document - h.hidden else w.document end)::text as document
    from written w
    join (
      select d.shape, palimpsest.hidden_columns(${type}, d.shape) as hidden
      from (select distinct shape from written) d offset 0) h using (shape)
    order by w.place`;
  return rows.map(({ document }) => document);
}

/** The columns of a table's present shape that no client sees, besides sensitive ones, which no snapshot of that shape has. */
export async function internalColumns(em: SqlEntityManager, type: string): Promise<ReadonlySet<string>> {
  const rows = await query<{ names: string[] }>(em)`
    select palimpsest.internal_columns(${type}) as names`;
  return new Set(rows[0]!.names);
}
