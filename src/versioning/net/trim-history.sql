-- Removes the versions that their retention lets go, of some records of the tenant that the session works for: of living
-- records all but the newest, of purged ones all; never of those in the trash, which come back as they were, nor of those
-- under a legal hold or owning what is. The limits are the database's own, so that whoever may call this can remove nothing
-- else.
--
-- after: the last record of the call before, null at first; most: records to look at
-- is_dry: removes nothing, and counts what would go if these records were purged already, and these had a version more each
-- time that they stand there. What is only supposed lets nothing go: otherwise purged and changed must be empty.
-- returns the number of versions removed, and the record to go on after, null at the end
--
-- whom: whose; null: whom the session works for
--
-- callers: application
create or replace function palimpsest.trim_history(
  of_type text, after uuid, most int, is_dry boolean default false, purged uuid[] default '{}', changed uuid[] default '{}',
  out trimmed bigint, out next uuid, whom uuid default null)
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  relation constant regclass := palimpsest.table_of(of_type);
  policy tables.retention_policy;
  ids uuid[];
  change_sets uuid[];
  allowed text;
begin
  whom := coalesce(whom, palimpsest.working_for());
  perform palimpsest.require_read_committed();
  if is_dry is not true and (purged is distinct from '{}' or changed is distinct from '{}') then
    raise exception 'What is supposed to be purged or changed is for a rehearsal alone.' using errcode = '22023';
  end if;
  trimmed := 0;
  select * into policy from tables.retention_policy p where p.entity_type = of_type;
  if relation is null or policy.history_days is null and policy.history_versions is null then
    return;
  end if;
  if is_dry is not true then
    -- What is being sealed is noted first, or not at all: else it would be noted while it goes.
    perform pg_advisory_xact_lock_shared(5046126);
    -- A hold that is being placed comes first, or waits.
    lock table tables.legal_hold in share mode;
  end if;
  select array_agg(r.entity_id order by r.entity_id) into ids from (
    select distinct v.entity_id from tables.entity_version v
    where is_own(v, whom) and v.entity_type = of_type and v.entity_id >= coalesce(after, '00000000-0000-0000-0000-000000000000')
      and v.entity_id is distinct from after order by v.entity_id limit most) r;
  if cardinality(ids) = most then
    next := ids[most];
  end if;
  purged := array(select p.id from unnest(purged) p (id) where p.id = any (ids));
  allowed := format($query$
    with version as (
      select v.entity_id, v.version,
        lead(v.recorded_at) over (partition by v.entity_id order by v.version) as superseded_at,
        max(v.version) over (partition by v.entity_id) as newest
      from (
        select e.entity_id, e.version, e.recorded_at from tables.entity_version e
        where is_own(e, $6) and e.entity_id = any ($1) and e.entity_type = %2$L
        union all
        select c.id, (row_number() over (partition by c.id))::int + (
          select max(e.version) from tables.entity_version e
            where is_own(e, $6) and e.entity_id = c.id and e.entity_type = %2$L),
          transaction_timestamp()
        from unnest($5) c (id) where c.id = any ($1)) v
    ), trimmed as (
      select v.entity_id, max(v.version) as through
      from version v left join %1$s t on is_own(t, $6) and t.id = v.entity_id and t.id <> all ($4)
      left join tables.tombstone d on is_own(d, $6) and d.entity_id = v.entity_id and d.entity_type = %2$L
      cross join lateral (
        select case when v.entity_id = any ($4) then transaction_timestamp() else d.removed_at end as removed_at) r
      where case when t.id is not null then t.deleted_at is null and v.version < v.newest else r.removed_at is not null end
        and ($2 is null or coalesce(v.superseded_at, r.removed_at) < clock_timestamp() - make_interval(days => $2))
        and ($3 is null or v.version + $3 <= v.newest or t.id is null and $2 is not null)
      group by v.entity_id
    ), allowed as (
      select r.* from trimmed r
      where not palimpsest.held(%2$L, (
        select palimpsest.upcast(v.entity_type, v.snapshot, v.shape) from tables.entity_version v
        where is_own(v, $6) and v.entity_id = r.entity_id and v.entity_type = %2$L order by v.version desc limit 1), $6)
        and r.entity_id not in (select palimpsest.held_with_owners($6))
    )
  $query$, relation, of_type);
  if is_dry then
    execute allowed || 'select count(*) from allowed a join version v on v.entity_id = a.entity_id and v.version <= a.through'
      into trimmed using ids, policy.history_days, policy.history_versions, purged, changed, whom;
    return;
  end if;
  execute allowed || format($query$
    , removed as (
      delete from tables.entity_version v using allowed a
      where is_own(v, $6) and v.entity_id = a.entity_id and v.entity_type = %2$L and v.version <= a.through
      returning v.change_set_id
    ), started as (
      insert into tables.history_start (entity_id, entity_type, version, xid, since, made_in)
      select a.entity_id, %2$L, a.through + 1, coalesce(k.xid, s.xid), coalesce(k.recorded_at, d.removed_at), f.xid
      from allowed a
      left join tables.entity_version f on is_own(f, $6) and f.entity_id = a.entity_id and f.entity_type = %2$L and f.version = 1
      left join tables.entity_version k
        on is_own(k, $6) and k.entity_id = a.entity_id and k.entity_type = %2$L and k.version = a.through + 1
      left join tables.tombstone d on is_own(d, $6) and d.entity_id = a.entity_id and d.entity_type = %2$L
      left join tables.change_set s on is_own(s, $6) and s.id = d.change_set_id
      on conflict on constraint history_start_pkey do update set version = excluded.version,
        xid = excluded.xid, since = excluded.since, trimmed_at = excluded.trimmed_at
    )
    select count(*), array_agg(distinct change_set_id) from removed
  $query$, relation, of_type) into trimmed, change_sets using ids, policy.history_days, policy.history_versions, purged, changed, whom;
  perform palimpsest.remove_unreferenced_change_sets(change_sets, whom);
end $$;
