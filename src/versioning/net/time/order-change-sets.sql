-- The order of commit: the change sets of whom the session works for that one snapshot sees and an earlier one does not, each
-- with the instant right after it. The one place that decides it: seal_change_sets keeps what this says, and what is not kept
-- yet is answered by asking it.
--
-- Snapshots follow each other: a later one sees all that an earlier one saw. So each that has been stored cuts the change sets
-- into those of before and after, whatever clocks said; between two cuts the time of commit decides, and where that is not
-- kept, the time of writing. How many transactions a snapshot sees tells which of two is the later one. (The order of
-- snapshots is that of PostgreSQL, README of access/transam: a transaction is in all snapshots from its end on.)
--
-- since, through: snapshots in stored numbers
-- earliest: what committed_at does not go below, the time of the one before
-- whom: whose; null: whom the session works for
--
-- basis: COMMIT where the time of commit is known, SNAPSHOT where stored snapshots alone tell the place, RECORDED where the
-- time of writing had to decide
create or replace function palimpsest.order_change_sets(
  since pg_snapshot, through pg_snapshot, earliest timestamptz, whom uuid default null)
returns table (n bigint, change_set_id uuid, committed_at timestamptz, basis text, instant pg_snapshot)
language plpgsql stable set search_path from current set enable_seqscan = off as $$
declare
  passed constant xid8 := pg_snapshot_xmax(since);
  open_before constant xid8[] := array(select pg_snapshot_xip(since));
  next constant xid8 := pg_snapshot_xmax(through);
  open_after constant xid8[] := array(select pg_snapshot_xip(through));
  keeps_times constant boolean := palimpsest.keeps_commit_times();
begin
  whom := coalesce(whom, palimpsest.working_for());
  return query
  with candidate as materialized (
    select c.id, c.xid, c.snapshot, t.commit_time, coalesce(t.commit_time, greatest(c.recorded_at, w.written_at)) as time, w.seen
    from (
      select s.id, s.xid, s.snapshot, s.recorded_at from tables.change_set s
      where is_own(s, whom) and s.xid >= passed and s.xid < next
      union all
      select s.id, s.xid, s.snapshot, s.recorded_at from tables.change_set s
      where is_own(s, whom) and s.xid = any (open_before)) c
    cross join lateral (
      select case when keeps_times then palimpsest.commit_time(c.xid, c.recorded_at) end as commit_time offset 0) t
    -- What it saw later than when it was opened. A few versions are enough: more would cut finer where a clock was set back.
    cross join lateral (
      select max(v.recorded_at) as written_at, array_agg(v.seen) as seen
      from (select w.recorded_at, w.seen from tables.entity_version w
        where is_own(w, whom) and w.change_set_id = c.id limit 20) v) w
    where pg_visible_in_snapshot(c.xid, through)
  ), cut as materialized (
    select distinct on (z.size) z.size, q.maker, q.seen, pg_snapshot_xmax(q.seen) as next
    from (
      select c.xid as maker, c.snapshot as seen from candidate c
      union all
      select c.xid, unnest(c.seen) from candidate c) q
    -- Of itself a transaction says that it is not open.
    cross join lateral (
      select pg_snapshot_xmax(q.seen)::text::bigint - (q.maker < pg_snapshot_xmax(q.seen))::int
        - (select count(*) from pg_snapshot_xip(q.seen)) as size) z
    order by z.size
  ), ranked as (
    -- What one transaction has made stands together, and is seen together.
    select t.xid, t.xid::text::bigint as number, t.time, coalesce(r.size, 9223372036854775807) as rank
    from (select c.xid, max(c.time) as time from candidate c group by c.xid) t
    left join lateral (
      select k.size from cut k
      where t.xid < k.next and t.xid <> k.maker and pg_visible_in_snapshot(t.xid, k.seen)
      order by k.size limit 1) r on true
  ), turn as materialized (
    select r.xid, r.number, row_number() over before as place, max(r.time) over before as time,
      greatest(max(r.number) over before, passed::text::bigint - 1) as latest,
      min(r.number) over same <> max(r.number) over same as is_shared
    from ranked r
    window before as (order by r.rank, r.time, r.number rows unbounded preceding), same as (partition by r.rank)
  ), overtaken as (
    -- Those before which a greater number had its turn: from that one on until their own they were open.
    select o.xid, o.place, o.first_open
    from (
      select e.xid, e.place,
        min(e.passed_at) over (order by e.number desc range between unbounded preceding and 1 preceding) as first_open
      from (
        select t.xid, t.number, t.place, null::bigint as passed_at from turn t
        union all
        select null, t.latest, null, t.place from turn t) e) o
    where o.first_open < o.place
  ), seen as materialized (
    select t.xid, t.place, t.time, t.is_shared,
      palimpsest.snapshot_of((t.latest + 1)::text::xid8, open_after || coalesce(p.xids, '{}')) as instant
    from turn t
    left join (
      select p.place, array_agg(o.xid) as xids
      from overtaken o cross join generate_series(o.first_open, o.place - 1) p (place) group by p.place) p on p.place = t.place
  )
  select row_number() over (order by t.place, c.id), c.id, greatest(t.time, earliest),
    case when c.commit_time is not null then 'COMMIT' when t.is_shared then 'RECORDED' else 'SNAPSHOT' end, t.instant
  from candidate c join seen t on t.xid = c.xid
  order by t.place, c.id;
end $$;
