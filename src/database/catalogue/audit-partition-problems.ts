import type { MikroORM } from '@mikro-orm/postgresql';

interface PartitionRow {
  partition: string;
  secured: boolean;
  forced: boolean;
  /** Whether its policies are those of the log. */
  alike: boolean;
  reachable: boolean;
  guarded: boolean;
}

// Asked of the catalogue itself, not of the functions that made the partitions.
const partitions = `
  with policy as (
    select polrelid, jsonb_agg(jsonb_build_array(polname, polcmd, polpermissive, polroles,
      pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)) order by polname) as policies
    from pg_policy group by polrelid
  )
  select c.oid::regclass::text as partition, c.relrowsecurity as secured, c.relforcerowsecurity as forced,
    own.policies is not distinct from parent.policies as alike,
    has_table_privilege(c.oid, 'select, insert, update, delete, truncate, references, trigger')
      or has_any_column_privilege(c.oid, 'select, insert, update, references') as reachable,
    exists (select from pg_trigger t where t.tgrelid = c.oid and t.tgname = c.relname || '_no_truncate'
      and t.tgenabled in ('O', 'A') and t.tgfoid = to_regprocedure('palimpsest.refuse()')) as guarded
  from pg_inherits i
  join pg_class c on c.oid = i.inhrelid
  left join policy own on own.polrelid = i.inhrelid
  left join policy parent on parent.polrelid = i.inhparent
  where i.inhparent = to_regclass('audit_entry')
  order by 1`;

// By where an entry written now would go.
const currentMonth = `
  select to_char(now(), 'YYYY-MM') as month, exists (
    select from pg_inherits i join pg_class c on c.oid = i.inhrelid
    cross join regexp_match(pg_get_expr(c.relpartbound, c.oid), 'FROM \\(''(.+)''\\) TO \\(''(.+)''\\)$') bounds
    where i.inhparent = to_regclass('audit_entry') and bounds[1]::timestamptz <= now() and now() < bounds[2]::timestamptz
  ) as present`;

/**
 * Looks whether the audit log can be read or emptied round its policies, by naming one of its partitions, and whether
 * the current month has one of its own.
 *
 * @returns what is wrong, one phrase each, naming the partition; nothing where all is well
 */
export async function auditPartitionProblems(orm: MikroORM): Promise<string[]> {
  const connection = orm.em.getConnection();
  const rows = await connection.execute<PartitionRow[]>(partitions);
  const [{ month, present }] = await connection.execute<[{ month: string; present: boolean }]>(currentMonth);
  return [...rows.flatMap(problemsOf), ...(present ? [] : [`the audit log has no partition for the month ${month}`])];
}

function problemsOf({ partition, secured, forced, alike, reachable, guarded }: PartitionRow): string[] {
  return [
    ...(secured ? [] : [`row level security of the partition ${partition} is not enabled`]),
    ...(forced ? [] : [`row level security of the partition ${partition} is not forced`]),
    ...(alike ? [] : [`the policies of the partition ${partition} are not those of audit_entry`]),
    ...(reachable ? [`the partition ${partition} can be reached past audit_entry`] : []),
    ...(guarded ? [] : [`TRUNCATE of the partition ${partition} is not refused`]),
  ];
}
