import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { query } from '../../session/query.js';
import type { RecordedType } from './recorded-type.js';

/** What a type of versions, and what they say has changed, was called in the course of time. */
export interface FormerNames {
  /** Of its table, the present one included. */
  readonly tables: readonly string[];
  /** Of a column, the present one included: more than were its own, where another had one of them before. */
  columns(column: string): readonly string[];
}

/** As `renames_of` lists them: since which shape, from, to. */
type Renames = readonly (readonly [shape: number, from: string, to: string | null])[];

/** Of each type, by table. */
export async function formerNames(
  em: SqlEntityManager,
  types: readonly RecordedType[],
): Promise<ReadonlyMap<string, FormerNames>> {
  const rows = await query<{ table: string; tables: string[]; renames: Renames | null }>(em)`
    select t.name as "table", palimpsest.type_names(t.name) as tables, palimpsest.renames_of(t.name) as renames
    from unnest(${types.map(({ table }) => table)}::text[]) t (name)`;
  return new Map(
    rows.map(({ table, tables, renames }) => [
      table,
      { tables, columns: (column) => namesBefore(column, renames ?? []) },
    ]),
  );
}

function namesBefore(column: string, renames: Renames): string[] {
  const names = new Set([column]);
  for (const [, from, to] of renames.toReversed()) if (to !== null && names.has(to)) names.add(from);
  return [...names];
}
