import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { DriverError } from '../../errors/driver-error.js';
import { query } from '../../session/query.js';

/** A unique key as the database has it, whatever its name and whoever made it. */
export interface UniqueKey {
  /** The columns it is made of, directly or in an expression. Columns of its condition alone are left out. */
  readonly columns: readonly string[];
  /** All that decides whether a row has the key, and which: its columns, and those of its condition. */
  readonly decidedBy: readonly string[];
  /** What is unique, as SQL over the columns of the table: a column, or an expression such as `lower(email)`. */
  readonly expressions: readonly string[];
  /** Among which rows, as SQL; null for all. */
  readonly condition: string | null;
}

/** Reads the key that a violation names. Names are no help: they are chosen, or cut where they are long. */
export async function violatedKey(
  em: SqlEntityManager,
  { schema, constraint }: DriverError,
): Promise<UniqueKey | undefined> {
  const [key] = await keysWhere(em, sql`c.relname = ${constraint} and n.nspname = ${schema}`);
  return key;
}

/** Reads the unique keys of a table, besides the primary one. */
export function uniqueKeysOf(em: SqlEntityManager, table: string): Promise<UniqueKey[]> {
  return keysWhere(em, sql`i.indrelid = to_regclass(quote_ident(${table})) and not i.indisprimary`);
}

function keysWhere(em: SqlEntityManager, condition: RawBuilder<unknown>): Promise<UniqueKey[]> {
  return query<UniqueKey>(em)`
    select
      array(select pg_get_indexdef(i.indexrelid, k, true) from generate_series(1, i.indnkeyatts) k) as expressions,
      array(
        select a.attname::text from pg_attribute a
        where a.attrelid = i.indrelid and a.attnum > 0 and (
          a.attnum = any (i.indkey) or i.indexprs is not null and exists (
            select from pg_depend d
            where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
              and d.refclassid = 'pg_class'::regclass and d.refobjid = i.indrelid and d.refobjsubid = a.attnum))
        order by array_position(i.indkey::int2[], a.attnum), a.attnum) as columns,
      array(
        select a.attname::text from pg_attribute a
        where a.attrelid = i.indrelid and a.attnum > 0 and (
          a.attnum = any (i.indkey) or exists (
            select from pg_depend d
            where d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
              and d.refclassid = 'pg_class'::regclass and d.refobjid = i.indrelid and d.refobjsubid = a.attnum))
        order by a.attnum) as "decidedBy",
      pg_get_expr(i.indpred, i.indrelid) as condition
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_namespace n on n.oid = c.relnamespace
    where i.indisunique and ${condition}
    order by c.relname`;
}
