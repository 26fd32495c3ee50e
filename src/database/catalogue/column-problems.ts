import { type EntityMetadata, ReferenceKind } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/postgresql';
import { allEntities } from '../../versioning/index.js';

interface ColumnRow {
  table: string;
  column: string;
  /** As the entity declares it; null for a column that it does not have. */
  wanted: string | null;
  /** As the table has it; null where it lacks the column. */
  present: string | null;
  otherType: boolean;
}

// Types are compared without their lengths: to_regtype leaves those out. What the entities do not know or do not fill in, and
// the table requires, would fail at the first write.
const differing = `
  with wanted as (
    select to_regclass(quote_ident(w."table")) as oid, w."table", w."column", w.type, w.nullable
    from jsonb_to_recordset(?::jsonb) as w("table" text, "column" text, type text, nullable boolean)
  ), present as (
    select a.attrelid, a.attname, a.atttypid, format_type(a.atttypid, a.atttypmod) as type,
      a.attnotnull and not a.atthasdef and a.attidentity = '' as required
    from pg_attribute a where a.attrelid in (select oid from wanted) and a.attnum > 0 and not a.attisdropped
  )
  select coalesce(w."table", t.relname) as "table", coalesce(w."column", p.attname) as "column", w.type as wanted, p.type as present,
    p.atttypid <> to_regtype(w.type) as "otherType"
  from (select * from wanted where oid is not null) w
  full join present p on p.attrelid = w.oid and p.attname = w."column"
  left join pg_class t on t.oid = p.attrelid
  where p.attname is null or p.atttypid <> to_regtype(w.type) or p.required and w.nullable is not false
  order by 1, 2`;

/**
 * Looks whether the tables have the columns that the entities map, of their types, and require no others: an entity that was changed
 * without its migration would fail at the first query. A table that is missing is named by the check of the catalogue.
 *
 * @returns what differs, one phrase each; nothing where all is well
 */
export async function columnProblems(orm: MikroORM): Promise<string[]> {
  const wanted = allEntities(orm).filter(isTable).flatMap(columnsOf);
  const rows = await orm.em.getConnection().execute<ColumnRow[]>(differing, [JSON.stringify(wanted)]);
  return rows.map(({ table, column, wanted, present, otherType }) => {
    const named = `the column ${column} of ${table}`;
    if (present === null) return `${named} is missing`;
    if (otherType) return `${named} is ${present}, not ${wanted}`;
    return `${named} requires a value, which its entity ${wanted === null ? 'does not know' : 'need not have'}`;
  });
}

const toMany: ReadonlySet<ReferenceKind> = new Set([ReferenceKind.ONE_TO_MANY, ReferenceKind.MANY_TO_MANY]);

function isTable(meta: EntityMetadata): boolean {
  return !meta.abstract && !meta.embeddable && !meta.virtual;
}

function columnsOf(meta: EntityMetadata) {
  return meta.props
    .filter(({ kind, persist }) => persist !== false && !toMany.has(kind))
    .flatMap(({ fieldNames, columnTypes, nullable }) =>
      (fieldNames ?? []).map((column, place) => ({
        table: meta.tableName,
        column,
        type: columnTypes?.[place],
        nullable: nullable === true,
      })),
    );
}
