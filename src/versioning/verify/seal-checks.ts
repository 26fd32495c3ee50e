import { sql } from 'kysely';
import { Operation } from '../model/operation.js';
import type { LogCheck } from './check.js';

/** Under which name it is told of change sets, which are no entity. */
export const changeSets = { tableName: 'change_set', className: 'ChangeSet' } as const;

/** What must hold of the order of commit, and of what is found by it. */
export const sealChecks: readonly LogCheck[] = [
  () => ({
    rows: sql`(
      select s.change_set_id, s.place, s.committed_at, s.instant, c.xid, lag(s.place) over before as place_before,
        lag(s.committed_at) over before as committed_before, lag(s.instant) over before as instant_before,
        lag(c.xid) over before as xid_before
      from sealed_change_set s left join change_set c on c.id = s.change_set_id
      window before as (order by s.place)) s`,
    table: sql`${changeSets.tableName}`,
    id: sql`s.change_set_id`,
    version: sql`null::int`,
    breaches: {
      'places in the order of commit are 1 to n, without a gap': sql`s.place <> coalesce(s.place_before, 0) + 1`,
      'times of commit are in the order of places': sql`s.committed_at < s.committed_before`,
      'the instant right after a change set has all of the one before, and the change set first': sql`
        not pg_visible_in_snapshot(s.xid, s.instant)
        or (s.xid <> s.xid_before and pg_visible_in_snapshot(s.xid, s.instant_before))
        or pg_snapshot_xmax(s.instant) < pg_snapshot_xmax(s.instant_before)
        or exists (select from pg_snapshot_xip(s.instant) x where pg_visible_in_snapshot(x, s.instant_before))`,
    },
  }),
  () => ({
    rows: sql`
      change_set c
      left join sealed_change_set s on s.change_set_id = c.id
      cross join (select l.instant from sealed_change_set l order by l.place desc limit 1) l`,
    table: sql`${changeSets.tableName}`,
    id: sql`c.id`,
    version: sql`null::int`,
    breaches: {
      'what had committed before the last place has a place': sql`
        s.place is null and pg_visible_in_snapshot(c.xid, l.instant)`,
    },
  }),
  (tables) => ({
    rows: sql`
      (select * from entity_version where entity_type = any (${tables}::text[])) v
      join sealed_change_set s on s.change_set_id = v.change_set_id
      cross join lateral (
        select v.operation as topic
        union all
        select name from jsonb_array_elements_text(v.changed) name where v.operation <> ${Operation.CREATE}) t
      left join change_set_topic k on k.place = s.place and k.topic = t.topic
        and (k.entity_type = v.entity_type or k.entity_type = any (palimpsest.type_names(v.entity_type)))`,
    table: sql`v.entity_type`,
    id: sql`v.entity_id`,
    version: sql`v.version`,
    breaches: {
      'a change set is found by what it is about': sql`k.place is null and t.topic is not null`,
    },
  }),
];
