import type { Client } from 'pg';

/** A version as it was recorded, and what was recorded with it. */
export interface RecordedVersion {
  readonly version: number;
  readonly operation: string;
  /** Of its change set. */
  readonly source: string;
  /** How many audit entries it has, of its change set. */
  readonly audits: string;
  readonly name: string | null;
  /** Whether its change set is of another transaction. */
  readonly apart: boolean;
}

/** All versions of a record, oldest first. @param client sees everything */
export async function historyOf(client: Client, id: string): Promise<RecordedVersion[]> {
  const { rows } = await client.query<RecordedVersion>(
    `select v.version, v.operation, s.source, v.snapshot ->> 'name' as name,
       (select count(*) from audit_entry a where a.entity_id = v.entity_id and a.version = v.version and a.change_set_id = s.id) as audits,
       v.xid <> s.xid as apart
     from entity_version v join change_set s on s.id = v.change_set_id
     where v.entity_id = $1 order by v.version`,
    [id],
  );
  return rows;
}
