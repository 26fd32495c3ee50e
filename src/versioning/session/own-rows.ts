import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { modelOf } from '../model/entity-model.js';
import { anyValue } from './any-value.js';

/** Stands in a statement for whom it will be sent for. */
class Whom {
  toJSON(): object {
    return { for: 'whom' };
  }
}

const whom = new Whom();
let owner: string | undefined;
let isAsked = false;

/**
 * Says that rows belong to somebody, and which column, a uuid, says to whom. Where nobody says so, all rows are everybody's.
 *
 * @throws Error where another column says so already, and where statements have been made before, as for a constant of a
 *   module: they would be about everybody's rows
 */
export function ownRowsBy(column: string): void {
  if (owner !== undefined && owner !== column) throw new Error(`Whose rows they are is said by ${owner} already.`);
  if (isAsked && owner === undefined) throw new Error('A statement was made before it was said whose rows they are.');
  owner = column;
}

/**
 * SQL: whether a row belongs to whom the statement is sent for, beside what policies say: two walls, each of which holds
 * alone. Whose rows they are does not decide the plan, or those who have few would have it made anew with each execution.
 *
 * @param alias of a stored table, a table of links or that of a versioned entity
 * @param meta of an entity that may be any, which may have no such column
 */
export function isOwn(alias: string, meta?: EntityMetadata): RawBuilder<boolean> {
  isAsked = true;
  if (owner === undefined || (meta && modelOf(meta).outsideColumns.length === 0)) return sql`true`;
  return sql`${sql.ref(`${alias}.${owner}`)} = ${forWhom()}`;
}

/** SQL: for whom the statement is sent, for the functions of the database that look at rows. Null where rows are everybody's. */
export function forWhom(): RawBuilder<unknown> {
  return owner === undefined ? sql`null::uuid` : anyValue(whom, 'uuid');
}

/** The values of a statement as they are sent. @param of for whom; null for nobody, who has no rows */
export function valuesFor(of: string | null, values: readonly unknown[]): unknown[] {
  return values.map((value) => (value === whom ? of : value));
}
