import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { DomainError } from '../../errors/domain-error.js';
import { modelOf } from '../../model/entity-model.js';
import { droppedName } from '../differences/dropped-changes.js';
import type { RecordedType } from './recorded-type.js';
import { bookkeepingColumns } from '../differences/untyped-diff.js';
import { query } from '../../session/query.js';

/**
 * What versions of a type are about: the names that clients know, each with the one under which a version lists it as
 * changed, brought up to date. Fields that were dropped since are among them, and the deletion is one.
 */
export type FieldNames = ReadonlyMap<string, string>;

/** Of each type, by table. */
export async function fieldNames(
  em: SqlEntityManager,
  types: readonly RecordedType[],
): Promise<ReadonlyMap<string, FieldNames>> {
  const rows = await query<{ table: string; columns: string[]; dropped: string[] }>(em)`
    select t.name as "table",
      array(select jsonb_object_keys(palimpsest.columns_at(t.name)) except select unnest(palimpsest.internal_columns(t.name))) as columns,
      array(select jsonb_object_keys(palimpsest.dropped_columns(t.name)) order by 1) as dropped
    from unnest(${types.map(({ table }) => table)}::text[]) t (name)`;
  const described = new Map(rows.map((row) => [row.table, row]));
  return new Map(
    types.map(({ table, meta }) => {
      const { columns = [], dropped = [] } = described.get(table) ?? {};
      const present = meta
        ? modelOf(meta).shown.map(({ name, column }) => [name, column] as const)
        : columns.filter((name) => !bookkeepingColumns.has(name)).map((name) => [name, name] as const);
      const names = new Set(present.map(([name]) => name));
      const deletion = meta ? 'deletedAt' : 'deleted_at';
      return [
        table,
        new Map([
          ...present,
          [deletion, 'deleted_at'],
          ...dropped.map((name) => [droppedName(names, name), `$${name}`] as const),
        ]),
      ];
    }),
  );
}

/** The error for a field that there is not. @param names those that there are */
export function unknownField(place: string, name: string, names: Iterable<string>): DomainError {
  const there = [...new Set(names)];
  const meant = there.find((known) => isMeant(known, name));
  const all = there.length > 0 ? `there are ${there.join(', ')}` : 'there is none';
  const told = meant === undefined ? `; ${all}` : `, did you mean ${meant}? ${all.replace(/^t/, 'T')}`;
  const message = `${place}: there is no field ${JSON.stringify(name)}${told}.`;
  return new DomainError('BAD_USER_INPUT', message, { field: place });
}

/** What is asked for by the name of a relation, such as `tags` or `author`, or by the beginning of a name. */
function isMeant(known: string, name: string): boolean {
  const beginning = name.replace(/s$/, '').toLowerCase();
  return beginning.length >= 3 && known.toLowerCase().startsWith(beginning);
}
