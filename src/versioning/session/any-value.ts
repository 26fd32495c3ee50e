import { type RawBuilder, sql } from 'kysely';

/**
 * SQL: a value that does not decide the plan, so that PostgreSQL makes one for whatever value comes and keeps it. As a bare
 * parameter it would be looked at, and where a plan for that one value seems cheaper, the statement is planned anew with each
 * execution: https://www.postgresql.org/docs/current/sql-prepare.html#SQL-PREPARE-NOTES. A query of its own is not looked into.
 *
 * @param type PostgreSQL's name of it
 */
export function anyValue(value: unknown, type: string): RawBuilder<unknown> {
  return sql`(select ${value}::${sql.raw(type)})`;
}

/** SQL: the same of an array of values. @param type of one of them */
export function anyValues(values: unknown, type: string): RawBuilder<unknown> {
  // Said twice, or `any` would take the query for rows to look through.
  return sql`${anyValue(values, `${type}[]`)}::${sql.raw(type)}[]`;
}
