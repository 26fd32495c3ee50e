import type { Client } from 'pg';
import { StartupError } from './startup-error.js';

/**
 * SQL: the functions, operators and types that a role has made, or who it can become. One that fits a call better than
 * PostgreSQL's own is run in its place, by whoever has its schema in the search path: https://www.postgresql.org/docs/current/typeconv-func.html
 *
 * @param role an SQL expression
 */
export const roleObjects = (role: string) => `
  select p.oid::regprocedure::text as name, p.proowner as owner, p.pronamespace as schema from pg_proc p
  where pg_has_role(${role}, p.proowner, 'MEMBER') and p.pronamespace::regnamespace::text !~ '^(pg_|information_schema$)'
  union all
  select o.oid::regoperator::text, o.oprowner, o.oprnamespace from pg_operator o
  where pg_has_role(${role}, o.oprowner, 'MEMBER') and o.oprnamespace::regnamespace::text !~ '^(pg_|information_schema$)'
  union all
  select t.oid::regtype::text, t.typowner, t.typnamespace from pg_type t
  where pg_has_role(${role}, t.typowner, 'MEMBER') and t.typrelid = 0 and t.typelem = 0
    and t.typnamespace::regnamespace::text !~ '^(pg_|information_schema$)'`;

/**
 * Refuses to work as the owner where the server's role has made what the owner would run.
 *
 * @param client connected as the owner of the tables
 * @throws {StartupError} which names it
 */
export async function refuseRoleObjects(client: Client, role: string): Promise<void> {
  // Else what is looked for could keep itself from being found.
  await client.query('set search_path = pg_catalog');
  const { rows } = await client.query<{ name: string }>(`select name from (${roleObjects('$1')}) made order by 1`, [
    role,
  ]);
  await client.query('reset search_path');
  if (rows.length > 0) {
    const names = rows.slice(0, 3).map(({ name }) => name);
    throw new StartupError(
      `The role ${role} has made ${names.join(', ')}${rows.length > 3 ? ', ...' : ''}, which the owner might run; have an administrator look at it and drop it.`,
    );
  }
}
