import { type RawBuilder, sql } from 'kysely';
import { anyValue } from '../../session/any-value.js';

/** SQL: those who have a list each, as `parent`. */
export function parentsAmong(ids: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`unnest(${ids}) parent (id)`;
}

/**
 * SQL: the one who has a list, as `parent`. Of the elements of an array PostgreSQL would not know that they are one, and would rather
 * plan anew each time than believe in ten; behind a query of its own the id decides no plan.
 */
export function oneParent(id: unknown): RawBuilder<unknown> {
  return sql`(select ${anyValue(id, 'uuid')}) parent (id)`;
}
