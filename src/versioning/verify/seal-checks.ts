import { sql } from 'kysely';
import { isOwn } from '../session/own-rows.js';
import { type LogCheck, namesOf } from './check.js';

/** Under which name it is told of change sets, which are no entity. */
export const changeSets = { tableName: 'change_set', className: 'ChangeSet' } as const;

/** What must hold of the order of commit, and of what is found by it. */
export const sealChecks: readonly LogCheck[] = [
  () => ({
    rows: sql`(
      select s.change_set_id, s.place, s.committed_at, s.instant, c.xid, lag(s.place) over before as place_before,
        lag(s.committed_at) over before as committed_before, lag(s.instant) over before as instant_before,
        lag(c.xid) over before as xid_before
      from sealed_change_set s left join change_set c on ${isOwn('c')} and c.id = s.change_set_id
      where ${isOwn('s')}
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
      (select * from change_set o where ${isOwn('o')}) c
      left join sealed_change_set s on ${isOwn('s')} and s.change_set_id = c.id
      cross join (select l.instant from sealed_change_set l where ${isOwn('l')} order by l.place desc limit 1) l`,
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
      (select * from entity_version o where ${isOwn('o')} and entity_type = any (${tables}::text[])) v
      join sealed_change_set s on ${isOwn('s')} and s.change_set_id = v.change_set_id
      cross join lateral palimpsest.topics_of(v.operation, v.changed) t (topic)
      left join change_set_topic k on ${isOwn('k')} and k.place = s.place and k.topic = t.topic
        and (k.entity_type = v.entity_type or k.entity_type = any (palimpsest.type_names(v.entity_type)))`,
    table: sql`v.entity_type`,
    id: sql`v.entity_id`,
    version: sql`v.version`,
    breaches: {
      'a change set is found by what it is about': sql`k.place is null`,
    },
  }),
  (tables) => ({
    rows: sql`
      (select * from change_set_topic o where ${isOwn('o')}) k
      join ${namesOf(tables)} n on n.name = k.entity_type
      left join sealed_change_set s on ${isOwn('s')} and s.place = k.place
      left join (
        select distinct v.change_set_id, v.entity_type, t.topic
        from entity_version v cross join lateral palimpsest.topics_of(v.operation, v.changed) t (topic)
        where ${isOwn('v')}) v
        on v.change_set_id = s.change_set_id and v.entity_type = n."table" and v.topic = k.topic`,
    table: sql`${changeSets.tableName}`,
    id: sql`s.change_set_id`,
    version: sql`null::int`,
    breaches: {
      'a change set is found by nothing that none of its versions is about': sql`v.topic is null`,
    },
  }),
  () => ({
    rows: sql`(select * from change_set o where ${isOwn('o')}) c`,
    table: sql`${changeSets.tableName}`,
    id: sql`c.id`,
    version: sql`null::int`,
    breaches: {
      // Where retention has removed all versions, it stays for what else tells of it, as remove_unreferenced_change_sets has it.
      'what undid something has changed something': sql`
        c.undoes_id is not null
        and not exists (select from entity_version v where ${isOwn('v')} and v.change_set_id = c.id)
        and not exists (select from audit_entry a where ${isOwn('a')} and a.change_set_id = c.id)
        and not exists (select from tombstone d where ${isOwn('d')} and d.change_set_id = c.id)
        and not exists (select from legal_hold h where ${isOwn('h')} and h.change_set_id = c.id)
        and not exists (select from change_set u where ${isOwn('u')} and u.undoes_id = c.id)`,
    },
  }),
  () => ({
    rows: sql`(
      select m.first_place, m.last_place, lag(m.last_place) over (order by m.first_place) as last_before, s.change_set_id
      from change_set_summary m left join sealed_change_set s on ${isOwn('s')} and s.place = m.last_place
      where ${isOwn('m')}) m`,
    table: sql`${changeSets.tableName}`,
    id: sql`m.change_set_id`,
    version: sql`null::int`,
    breaches: {
      'summaries follow each other from the first place on': sql`
        m.first_place <> coalesce(m.last_before, 0) + 1 or m.last_place < m.first_place or m.change_set_id is null`,
    },
  }),
];
