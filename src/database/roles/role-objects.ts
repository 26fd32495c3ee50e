import { type Client, escapeLiteral } from 'pg';
import { functionSchema } from '../../versioning/index.js';
import { liveSchema } from '../installed/live-views.js';
import { StartupError } from '../errors/startup-error.js';

const own = [functionSchema, liveSchema].map(escapeLiteral).join(', ');

/** SQL: the functions, operators, types and schemas of a database, PostgreSQL's own left out: name, owner, schema, and of which catalogue. */
const objects = `
  select made.* from (
    select p.oid::regprocedure::text as name, p.proowner as owner, p.pronamespace as schema, 'pg_proc'::regclass as catalogue, p.oid from pg_proc p
    union all
    select o.oid::regoperator::text, o.oprowner, o.oprnamespace, 'pg_operator'::regclass, o.oid from pg_operator o
    union all
    select t.oid::regtype::text, t.typowner, t.typnamespace, 'pg_type'::regclass, t.oid from pg_type t where t.typrelid = 0 and t.typelem = 0
    union all
    select 'the schema ' || n.nspname, n.nspowner, n.oid, 'pg_namespace'::regclass, n.oid from pg_namespace n
  ) made
  where made.schema::regnamespace::text !~ '^(pg_|information_schema$)'`;

/**
 * SQL: what a role has made, or who it can become. What fits a call better than PostgreSQL's own is run in its place, by
 * whoever has its schema in the search path: https://www.postgresql.org/docs/current/typeconv-func.html. Who has made a
 * schema can put anything there.
 *
 * @param role an SQL expression
 */
export const roleObjects = (role: string) => `
  select made.name from (${objects}) made where pg_has_role(${role}, made.owner, 'MEMBER')`;

/**
 * SQL: what has been put into some schemas by whom nobody has to trust: neither a superuser nor the owner of the tables, of
 * the database or of the schema. In databases made before PostgreSQL 15 everybody could. What an extension has brought
 * is left out, and so is who owns the schemas themselves, but for those of the server's own.
 *
 * @param owner an SQL expression for the owner of the tables; null where there are none
 * @param path an SQL expression for the names of the schemas, a `text[]`
 */
const strangersObjects = (owner: string, path: string) => `
  select made.name, r.rolname as maker from (${objects}) made
  join pg_namespace n on n.oid = made.schema
  join pg_database d on d.datname = current_database()
  join pg_roles r on r.oid = made.owner
  where n.nspname::text = any (${path} || array[${own}]) and not r.rolsuper
    and pg_has_role(r.oid, d.datdba, 'MEMBER') is not true and pg_has_role(r.oid, ${owner}, 'MEMBER') is not true
    and case when made.catalogue = 'pg_namespace'::regclass then n.nspname::text = any (array[${own}])
      else not pg_has_role(r.oid, n.nspowner, 'MEMBER') end
    and not exists (select from pg_depend e where e.classid = made.catalogue and e.objid = made.oid and e.deptype = 'e')
  order by 1`;

/**
 * Refuses to work as the owner where the server's role has made what the owner would run.
 *
 * @param client connected as the owner of the tables
 * @throws {StartupError} which names it
 */
export async function refuseRoleObjects(client: Client, role: string): Promise<void> {
  const made = await found(client, () => [`${roleObjects('$1')} order by 1`, [role]]);
  if (made.length > 0) throw refusalOf(role, made);
}

/**
 * Refuses to work where others than the owner have made what might be run in place of PostgreSQL's own or of the owner's.
 *
 * @param client connected as the owner of the tables, or as the server's role
 * @throws {StartupError} which names it
 */
export async function refuseStrangersObjects(client: Client, as: 'owner' | 'server'): Promise<void> {
  const tables = `(
    select c.relowner from pg_class c join pg_namespace s on s.oid = c.relnamespace
    where c.relname = 'organization' and s.nspname::text = any ($1::text[]) limit 1)`;
  const owner = as === 'owner' ? '(select u.oid from pg_roles u where u.rolname = current_user)' : tables;
  const [first, ...others] = await found(client, (path) => [strangersObjects(owner, '$1::text[]'), [path]]);
  if (!first) return;
  throw refusalOf(first.maker!, [first, ...others.filter(({ maker }) => maker === first.maker)]);
}

interface Made {
  readonly name: string;
  readonly maker?: string;
}

/** Asks in a session in which nothing that is looked for can keep itself from being found. */
async function found(client: Client, ask: (path: readonly string[]) => [string, unknown[]]): Promise<Made[]> {
  const { rows } = await client.query<{ path: string[] }>(
    'select pg_catalog.current_schemas(true)::pg_catalog.text[] as path',
  );
  await client.query('set search_path = pg_catalog');
  const made = await client.query<Made>(...ask(rows[0]!.path));
  await client.query('reset search_path');
  return made.rows;
}

function refusalOf(role: string, made: readonly Made[]): StartupError {
  const names = made.slice(0, 3).map(({ name }) => name);
  return new StartupError(
    `The role ${role} has made ${names.join(', ')}${made.length > 3 ? ', ...' : ''}, which might be run in place of another's; have an administrator look at it and drop it.`,
  );
}
