import type { MikroORM } from '@mikro-orm/postgresql';
import { tenantColumn } from '../../tenancy/tenant-column.js';
import { rightsProblems } from '../roles/rights-check.js';
import { auditPartitionProblems } from './audit-partition-problems.js';
import { roleSettingProblems } from './role-setting-problems.js';
import { collationProblems } from './collation-problems.js';

interface TableRow {
  table: string;
  missing: boolean;
  secured: boolean;
  forced: boolean;
  /** The commands that have a policy; * is all of them. */
  commands: string[];
  /** Policies that do not ask who the tenant is. */
  open: string[];
  nullable: boolean;
  /** Unique keys, the primary one among them, that hold over all tenants. */
  shared: string[];
}

// Besides the mapped tables, every table that has the tenant's column, except partitions that the role cannot reach:
// those are read through their table, under its policy.
const tables = `
  with tenant_table as (
    select to_regclass(quote_ident(name)) as oid, name from unnest(?::text[]) as name
    union
    select c.oid::regclass, c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid
     where a.attname = ? and not a.attisdropped and c.relkind in ('r', 'p') and c.relnamespace = current_schema()::regnamespace
       and not (c.relispartition and not has_table_privilege(c.oid, 'select, insert, update, delete'))
  )
  select t.name as table, c.oid is null as missing, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
    array(select p.polcmd::text from pg_policy p where p.polrelid = c.oid and p.polpermissive) as commands,
    array(select p.polname::text from pg_policy p where p.polrelid = c.oid and p.polpermissive
       and coalesce(pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)) not like '%current_setting(''app.%'
    ) as open,
    exists(select from pg_attribute a where a.attrelid = c.oid and a.attname = ? and not a.attnotnull) as nullable,
    array(select i.indexrelid::regclass::text from pg_index i join pg_attribute a on a.attrelid = i.indrelid
       where i.indrelid = c.oid and i.indisunique and a.attname = ? and i.indkey[0] <> a.attnum order by 1) as shared
  from tenant_table t left join pg_class c on c.oid = t.oid
  order by t.name`;

// A foreign key between two tables of tenants, in which the tenant is not paired with the tenant.
const crossingReferences = `
  select f.conrelid::regclass::text as table, f.conname as name
  from pg_constraint f
  join pg_attribute own on own.attrelid = f.conrelid and own.attname = ?
  join pg_attribute other on other.attrelid = f.confrelid and other.attname = own.attname
  where f.contype = 'f' and f.conparentid = 0 and f.connamespace = current_schema()::regnamespace
    and not exists (select from unnest(f.conkey, f.confkey) as pair (here, there)
                     where pair.here = own.attnum and pair.there = other.attnum)
  order by 1, 2`;

// Triggers that should be there and are not, or are switched off.
const missingTriggers = `
  select wanted.table, wanted.name, t.tgenabled is not null as present
  from jsonb_to_recordset(?::jsonb) as wanted ("table" text, name text)
  left join pg_trigger t on t.tgrelid = to_regclass(quote_ident(wanted.table)) and t.tgname = wanted.name
  where t.tgenabled is null or t.tgenabled not in ('O', 'A')
  order by 1, 2`;

/**
 * Looks whether the database itself keeps tenants apart: row level security on every tenant table, enabled and forced,
 * with policies for all commands, keys that begin with the tenant, and references that cannot leave it; and whether the triggers that record
 * what bypasses the application are there and enabled, the role has no rights but those it is granted, and the audit
 * log cannot be got round by its partitions, lists can be ordered, and the role's sessions begin as they should.
 *
 * @returns what is wrong, one phrase each, naming the table; nothing where all is well
 */
export async function catalogueProblems(orm: MikroORM): Promise<string[]> {
  const connection = orm.em.getConnection();
  // Under them, what the others find may be wrong.
  const settings = await roleSettingProblems(orm);
  if (settings.length > 0) return settings;
  const mapped = [...orm.getMetadata()].filter((meta) => meta.rowLevelSecurity).map((meta) => meta.tableName);
  const rows = await connection.execute<TableRow[]>(tables, [
    `{${mapped.join(',')}}`,
    ...Array.from({ length: 3 }, () => tenantColumn),
  ]);
  const references = await connection.execute<{ table: string; name: string }[]>(crossingReferences, [tenantColumn]);
  const wanted = [...orm.getMetadata()].flatMap((meta) =>
    meta.triggers.map(({ name }) => ({ table: meta.tableName, name })),
  );
  const triggers = await connection.execute<{ table: string; name: string; present: boolean }[]>(missingTriggers, [
    JSON.stringify(wanted),
  ]);
  return [
    ...rows.flatMap(problemsOfTable),
    ...references.map(({ table, name }) => `the reference ${name} of ${table} can cross tenants`),
    ...triggers.map(
      ({ table, name, present }) => `the trigger ${name} of ${table} is ${present ? 'disabled' : 'missing'}`,
    ),
    ...(await rightsProblems(orm)),
    ...(await auditPartitionProblems(orm)),
    ...(await collationProblems(orm)),
  ];
}

function problemsOfTable({ table, missing, secured, forced, commands, open, nullable, shared }: TableRow): string[] {
  if (missing) {
    return [`the table ${table} is missing`];
  }
  const problems: string[] = [];
  if (!secured) {
    problems.push(`row level security of ${table} is not enabled`);
  }
  if (!forced) {
    problems.push(`row level security of ${table} is not forced`);
  }
  if (!commands.includes('*') && !['r', 'a', 'w', 'd'].every((command) => commands.includes(command))) {
    problems.push(`${table} has no policy for all commands`);
  }
  for (const policy of open) {
    problems.push(`the policy ${policy} of ${table} does not look at the tenant`);
  }
  if (nullable) {
    problems.push(`${tenantColumn} of ${table} may be null`);
  }
  for (const key of shared) {
    problems.push(`the unique key ${key} of ${table} does not begin with ${tenantColumn}, so that tenants share it`);
  }
  return problems;
}
