-- Seals what somebody has changed since the last time.
--
-- through: what is seen now
-- most: about how many
-- whom: whose; null: whom the session works for
--
-- returns how many were sealed, and whether that was all that is seen now
--
-- callers: owner
create or replace function palimpsest.seal_next(
  through pg_snapshot, most int, whom uuid default null, out sealed bigint, out is_complete boolean)
language plpgsql security definer set search_path from current set enable_seqscan = off as $$
declare
  last record;
  since pg_snapshot;
  passed xid8;
  open_before xid8[];
  newest xid8;
  cut pg_snapshot;
begin
  whom := coalesce(whom, palimpsest.working_for());
  sealed := 0;
  is_complete := true;
  select s.place, s.instant, s.committed_at into last from tables.sealed_change_set s
  where is_own(s, whom) order by s.place desc limit 1;
  since := coalesce(last.instant, '1:1:');
  passed := pg_snapshot_xmax(since);
  open_before := array(select pg_snapshot_xip(since));
  select s.xid into newest from tables.change_set s where is_own(s, whom) order by s.xid desc limit 1;
  if newest is null or newest < passed and not exists (
    select from tables.change_set s where is_own(s, whom) and s.xid = any (open_before)) then
    return;
  elsif newest >= pg_snapshot_xmax(palimpsest.current_snapshot()) then
    -- It has committed, and the cluster is to give its number yet.
    perform palimpsest.know_cluster();
    is_complete := false;
    return;
  end if;
  cut := palimpsest.next_cut(since, through, most, whom);
  is_complete := cut::text = through::text;
  insert into tables.sealed_change_set (place, change_set_id, committed_at, basis, instant)
  select coalesce(last.place, 0) + o.n, o.change_set_id, o.committed_at, o.basis, o.instant
  from palimpsest.order_change_sets(since, cut, last.committed_at, whom) o;
  get diagnostics sealed = row_count;
  perform palimpsest.note_topics(coalesce(last.place, 0), whom);
end $$;
