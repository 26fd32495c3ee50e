import type { Client } from 'pg';

/** A month of the audit log, of all tenants together. */
export interface AuditMonth {
  /** `2026-08`; `other` for what lies in no month's partition. */
  readonly month: string;
  readonly entries: string;
  /** Set where it is gone; who did it is a database role. */
  readonly dropped?: { readonly at: string; readonly by: string };
}

/**
 * The months that are there and those that were dropped, by time.
 *
 * @param client connected as the owner of the tables
 */
export async function listAuditMonths(client: Client): Promise<AuditMonth[]> {
  const { rows } = await client.query<{ month: string | null; entries: string; at: string | null; by: string }>(`
    select to_char(starts_at at time zone 'UTC', 'YYYY-MM') as month, entries, "by",
      to_char(dropped_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at
    from (
      select starts_at, palimpsest.count_audit_entries(partition) as entries, null::timestamptz as dropped_at, null as "by"
      from palimpsest.audit_partitions()
      union all
      select null, palimpsest.count_audit_entries(partdefid), null, null
      from pg_partitioned_table where partrelid = 'audit_entry'::regclass
      union all
      select starts_at, entries, dropped_at, dropped_by from audit_drop
    ) months
    where starts_at is not null or entries > 0
    order by starts_at nulls last, dropped_at nulls last`);
  return rows.map(({ month, entries, at, by }) => ({
    month: month ?? 'other',
    entries,
    ...(at !== null && { dropped: { at, by } }),
  }));
}
