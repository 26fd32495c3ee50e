import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { Session } from './session.js';

/**
 * A statement in the transaction of an entity manager, as a template tag. What stands in `${}` is a parameter, or a piece of SQL.
 *
 *     const rows = await query<{ id: string }>(em)`select id from post where version = ${version}`;
 */
export function query<Row>(em: SqlEntityManager): (text: TemplateStringsArray, ...values: unknown[]) => Promise<Row[]> {
  const session = new Session(em);
  return (text, ...values) => session.rows(sql<Row>(text, ...values));
}
