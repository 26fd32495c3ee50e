import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { type RawBuilder, sql } from 'kysely';
import type { DriverError } from '../../errors/driver-error.js';
import type { UniqueKey } from '../recording/unique-key.js';
import { query } from '../../session/query.js';

/** Reads the key that a violation names. Names are no help: they are chosen, or cut where they are long. */
export async function violatedKey(
  em: SqlEntityManager,
  { schema, constraint }: DriverError,
): Promise<UniqueKey | undefined> {
  const [key] = await keysWhere(em, sql`i.indisunique and c.relname = ${constraint} and n.nspname = ${schema}`);
  return key;
}

/** Reads the unique keys of a table, besides the primary one. */
export function uniqueKeysOf(em: SqlEntityManager, table: string): Promise<UniqueKey[]> {
  return keysWhere(em, sql`i.indisunique and i.indrelid = to_regclass(quote_ident(${table})) and not i.indisprimary`);
}

/** Reads what the rows of tables exclude each other by: unique keys besides the primary ones, and exclusion constraints. */
export function excludingKeysOf(em: SqlEntityManager, tables: readonly string[]): Promise<UniqueKey[]> {
  return keysWhere(
    em,
    sql`(i.indisunique or i.indisexclusion) and not i.indisprimary
      and i.indrelid = any (array(select to_regclass(quote_ident(name)) from unnest(${tables}::text[]) name))`,
  );
}

function keysWhere(em: SqlEntityManager, condition: RawBuilder<unknown>): Promise<UniqueKey[]> {
  return query<UniqueKey>(em)`
    select t.relname as "table",
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
      pg_get_expr(i.indpred, i.indrelid) as condition,
      exists (
        select from pg_attribute a
        join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = i.indexrelid
          and d.refclassid = 'pg_class'::regclass and d.refobjid = i.indrelid and d.refobjsubid = a.attnum
        where a.attrelid = i.indrelid and a.attgenerated <> '') as "isComputed"
    from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_class t on t.oid = i.indrelid
    join pg_namespace n on n.oid = c.relnamespace
    where ${condition}
    order by c.relname`;
}
