const fingerprint = (rows: string) => `
  select coalesce(md5(string_agg(format('%s %s %s', s.id, s.version, s.state), E'\\n' order by s.id)), 'nothing') as state
  from (${rows}) s`;

/** SQL: a {@link Recording.state} of what the tables have now, links as `snapshot` has them. */
export const presentState = fingerprint(`
  select t.id, t.version, to_jsonb(t) as state from tag t
  union all
  select p.id, p.version,
    to_jsonb(p) || jsonb_build_object('tag_ids', coalesce((
      select jsonb_agg(l.tag_id order by l.tag_id) from post_tags l where l.post_id = p.id), '[]'))
  from post p`);

/** SQL: the same of the versions of an instant. @param instant SQL for a `pg_snapshot` */
export const stateAt = (instant: string) =>
  fingerprint(`
  select distinct on (v.entity_id) v.entity_id as id, v.version, v.snapshot as state
  from entity_version v
  where v.entity_type in ('tag', 'post') and v.xid < pg_snapshot_xmax(${instant}) and pg_visible_in_snapshot(v.xid, ${instant})
  order by v.entity_id, v.version desc`);
