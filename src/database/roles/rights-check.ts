import type { MikroORM } from '@mikro-orm/postgresql';
import { functionSchema, type SqlFunction } from '../../versioning/index.js';
import { schemasOfPath } from './creation-rights.js';
import { functions } from '../installed/functions.js';
import { wantedColumns, wantedRights } from './grants.js';
import { liveSchema, liveViews } from '../installed/live-views.js';
import { type Powers, powersOfSession, tooPowerful } from './role-check.js';

interface Right {
  /** A table, or a column of one. */
  object: string;
  right: string;
  held: boolean;
  wanted: boolean;
  /** By whom the role has it, where it has it not by itself. */
  through: string | null;
}

const memberships = `
  me as (select oid, rolname from pg_roles where rolname = current_user),
  via as (select r.oid, r.rolname from pg_roles r, me where r.oid <> me.oid and pg_has_role(me.oid, r.oid, 'MEMBER'))`;

const through = (acl: string, right: string, alsoHas: string) => `
  case when exists (select from aclexplode(${acl}) a, me where a.grantee = me.oid and a.privilege_type = ${right}) then null
       when exists (select from aclexplode(${acl}) a where a.grantee = 0 and a.privilege_type = ${right}) then 'PUBLIC'
       else (select min(rolname) from via where ${alsoHas}) end as through`;

// Extensions, pg_stat_statements for one, have views that PUBLIC may read.
const notOfExtension = (table: string) => `not exists (
  select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = ${table} and d.deptype = 'e')`;

// All that can be done to a table, whether or not anybody is meant to. MAINTAIN is new in PostgreSQL 17.
const rightsOnTables = `
  with ${memberships},
  kind as (select unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'] ||
    case when current_setting('server_version_num')::int >= 170000 then array['MAINTAIN'] else '{}' end) as name),
  wanted as (select w."table", w."right" from jsonb_to_recordset(?::jsonb) as w("table" text, "right" text)),
  found as (
    select named.name as object, kind.name as right,
      has_table_privilege(me.oid, c.oid, kind.name)
        or exists (select from via where has_table_privilege(via.oid, c.oid, kind.name)) as held,
      exists (select from wanted w where w."table" = named.name and w."right" = kind.name) as wanted,
      ${through('c.relacl', 'kind.name', 'has_table_privilege(via.oid, c.oid, kind.name)')}
    from me, kind, pg_class c
    cross join lateral (
      select case when c.relnamespace = to_regnamespace('${liveSchema}') then '${liveSchema}.' else '' end || c.relname as name) named
    where c.relnamespace in (current_schema()::regnamespace, to_regnamespace('${liveSchema}')) and c.relkind in ('r', 'p', 'v', 'm', 'f') and ${notOfExtension('c.oid')}
  )
  select * from found where held <> wanted order by object, "right"`;

// Few columns are granted by themselves, and every other such grant is one too many.
const rightsOnColumns = `
  with ${memberships},
  wanted as (select w."table", w."column" from jsonb_to_recordset(?::jsonb) as w("table" text, "column" text))
  select 'the column ' || c.attname || ' of ' || t.relname as object, a.privilege_type as right, true as held,
    false as wanted, case a.grantee when me.oid then null when 0 then 'PUBLIC' else (select rolname from via where oid = a.grantee) end as through
  from me, pg_class t join pg_attribute c on c.attrelid = t.oid cross join lateral aclexplode(c.attacl) a
  where t.relnamespace = current_schema()::regnamespace and ${notOfExtension('t.oid')} and a.grantee <> t.relowner
    and (a.grantee in (0, me.oid) or a.grantee in (select oid from via))
    and not (a.privilege_type = 'INSERT' and exists (select from wanted w where w."table" = t.relname and w."column" = c.attname))
  union all
  select 'the column ' || w."column" || ' of ' || w."table", 'INSERT', false, true, null
  from me, wanted w where not has_column_privilege(me.oid, to_regclass(quote_ident(w."table")), w."column", 'INSERT')
  order by 1, 2`;

const rightsOnFunctions = `
  with ${memberships},
  known as (
    select p.oid, f.wanted from jsonb_to_recordset(?::jsonb) as f(name text, wanted boolean)
    join pg_proc p on p.proname = f.name and p.pronamespace = to_regnamespace('${functionSchema}')
  ),
  found as (
    select k.oid::regprocedure::text as object, 'EXECUTE' as right, k.wanted,
      has_function_privilege(me.oid, k.oid, 'EXECUTE')
        or exists (select from via where has_function_privilege(via.oid, k.oid, 'EXECUTE')) as held,
      ${through("coalesce(p.proacl, acldefault('f', p.proowner))", "'EXECUTE'", "has_function_privilege(via.oid, k.oid, 'EXECUTE')")}
    from me, known k join pg_proc p on p.oid = k.oid
  )
  select * from found where held <> wanted order by object`;

// With this setting a session runs no triggers.
const rightToSilenceTriggers = `
  with ${memberships}
  select 'session_replication_role, which switches triggers off' as object, 'SET' as right, true as held, false as wanted,
    (select min(rolname) from via where has_parameter_privilege(via.oid, 'session_replication_role', 'SET')) as through
  from me
  where has_parameter_privilege(me.oid, 'session_replication_role', 'SET')
     or exists (select from via where has_parameter_privilege(via.oid, 'session_replication_role', 'SET'))`;

// Where it may create, it could put something of its own before what others look for.
const rightsToCreate = `
  with ${memberships},
  created as (
    select 'the database ' || current_database() as object, r as "right", d.datacl as acl,
      has_database_privilege(me.oid, d.oid, r) as own, array(select via.rolname from via where has_database_privilege(via.oid, d.oid, r)) as others
    from me, pg_database d, unnest(array['CREATE', 'TEMPORARY']) r where d.datname = current_database()
    union all
    select 'the schema ' || s.nspname, 'CREATE', n.nspacl,
      has_schema_privilege(me.oid, s.oid, 'CREATE'), array(select via.rolname from via where has_schema_privilege(via.oid, s.oid, 'CREATE'))
    from me, ${schemasOfPath} s join pg_namespace n on n.oid = s.oid
  )
  select object, "right", true as held, false as wanted,
    case when exists (select from aclexplode(acl) a, me where a.grantee = me.oid and a.privilege_type = "right") then null
         when acl is null or exists (select from aclexplode(acl) a where a.grantee = 0 and a.privilege_type = "right") then 'PUBLIC'
         else (select min(other) from unnest(others) other) end as through
  from created where own or others <> '{}' order by object, "right"`;

/**
 * Compares what the role of this connection can really do, also through PUBLIC and through the roles that it is a member
 * of, with what it is granted by `migrate up`.
 *
 * @param known the functions of the database, and whom each is for
 * @returns each right that is missing or too many, as a phrase; nothing where all is well
 */
export async function rightsProblems(orm: MikroORM, known: readonly SqlFunction[] = functions): Promise<string[]> {
  const connection = orm.em.getConnection();
  const [powers] = await connection.execute<Powers[]>(powersOfSession);
  const reason = powers && tooPowerful(powers);
  if (powers === undefined || reason !== undefined) {
    return [`the role ${powers?.role} ${reason}`];
  }
  const tables = [...wantedRights(orm.getMetadata(), orm.config.get('migrations').tableName ?? '')].flatMap(
    ([table, rights]) => rights.map((right) => ({ table, right })),
  );
  for (const { name } of liveViews(orm.getMetadata(), ''))
    tables.push({ table: `${liveSchema}.${name}`, right: 'SELECT' });
  const calls = known.map(({ name, callers }) => ({ name, wanted: callers !== 'owner' }));
  const rights = [
    ...(await connection.execute<Right[]>(rightsOnTables, [JSON.stringify(tables)])),
    ...(await connection.execute<Right[]>(rightsOnColumns, [JSON.stringify(wantedColumns(orm.getMetadata()))])),
    ...(await connection.execute<Right[]>(rightsOnFunctions, [JSON.stringify(calls)])),
    ...(await connection.execute<Right[]>(rightToSilenceTriggers)),
    ...(await connection.execute<Right[]>(rightsToCreate)),
  ];
  return rights.map(({ object, right, held, through }) =>
    held
      ? `the role ${powers.role} has ${right} on ${object}${through === null ? '' : `, through ${through}`}`
      : `the role ${powers.role} lacks ${right} on ${object}`,
  );
}
