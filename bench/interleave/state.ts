import type { Client } from 'pg';
import { fingerprint, type Seen } from './api.js';

const instant = (value: string) => `to_char(${value} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/**
 * What the tables have now, with a token for it and the moment, all of one statement.
 *
 * @param client in a transaction for a tenant
 */
export async function readState(client: Client): Promise<{ token: string; moment: string; state: string }> {
  const { rows } = await client.query<{ token: string; moment: string; records: Seen[] | null }>(`
    select palimpsest.snapshot_token() as token, ${instant('clock_timestamp()')} as moment, (
      select json_agg(json_build_array(r.id, r.version, r.name, r.body, ${instant('r.deleted_at')}, r.tags)) from (
        select id, version, name, null as body, deleted_at, '{}'::uuid[] as tags from tag
        union all
        select p.id, p.version, p.title, p.body, p.deleted_at, array(
          select l.tag_id from post_tags l join tag t on t.id = l.tag_id
          where l.post_id = p.id and t.deleted_at is null order by l.tag_id::text)
        from post p) r) as records`);
  const { token, moment, records } = rows[0]!;
  return { token, moment, state: fingerprint(records ?? []) };
}
