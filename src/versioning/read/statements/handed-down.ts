import { type RawBuilder, sql } from 'kysely';
import type { RawRow } from './read-statement.js';

/** Values that a statement hands down, in a setting of the transaction. */
export interface HandedDown {
  /** SQL, of one of its rows, `s`. */
  readonly value: RawBuilder<unknown>;
  readonly setting: string;
  /** Whether each value is handed down once, in no order. */
  readonly isSet: boolean;
}

/** SQL: the rows of a statement that hands down values. */
export const handedRows: RawBuilder<unknown> = sql`"$rows"`;

/**
 * SQL: a statement that hands down values of its rows to those behind it in the same transaction, so that none of them has
 * to find the same rows again. In settings: a transaction that only reads, such as all of a standby, makes no tables. They
 * give no rights: what stands there is looked up under the policies of whoever looks. The conditions do not depend on a
 * row, so PostgreSQL asks them once, and before the first.
 *
 * @param shown those of {@link handedRows} whose values are handed down
 */
export function handingDown(
  statement: RawBuilder<RawRow>,
  handed: readonly HandedDown[],
  shown: RawBuilder<unknown>,
): RawBuilder<RawRow> {
  const settings = handed.map(({ value, setting, isSet }) => {
    const each = sql`${sql.raw(isSet ? 'distinct ' : '')}${value}`;
    const values = sql`select coalesce(array_agg(${each}), '{}')::text from ${shown} s`;
    return sql`(select set_config(${setting}, (${values}), true)) is not null`;
  });
  return sql`
    with ${handedRows} as materialized (${statement}) select r.* from ${handedRows} r where ${sql.join(settings, sql` and `)}`;
}

/**
 * SQL: what a statement before has handed down, an array. It fails where none has, which else would be no values. As a query
 * of its own it is read once a statement and not for each row. The name is a parameter, so that the statement has one and
 * is prepared.
 */
export function handedDown(setting: string, type: string): RawBuilder<unknown> {
  const array = sql.raw(`${type}[]`);
  return sql`(select current_setting(${setting})::${array})::${array}`;
}
