-- Seals what whom the session works for has changed since the last time.
--
-- through: what is seen now
-- most: about how many
--
-- returns how many were sealed
--
-- callers: owner
create or replace function palimpsest.seal_next(through pg_snapshot, most int) returns bigint
language plpgsql security definer set search_path from current set enable_seqscan = off as $$
declare
  last record;
  since pg_snapshot;
  passed xid8;
  open_before xid8[];
  newest xid8;
  written bigint;
begin
  select s.place, s.instant, s.committed_at into last from tables.sealed_change_set s order by s.place desc limit 1;
  since := coalesce(last.instant, '1:1:');
  passed := pg_snapshot_xmax(since);
  open_before := array(select pg_snapshot_xip(since));
  select s.xid into newest from tables.change_set s order by s.xid desc limit 1;
  if newest is null or newest < passed and not exists (select from tables.change_set s where s.xid = any (open_before)) then
    return 0;
  elsif newest >= pg_snapshot_xmax(palimpsest.current_snapshot()) then
    -- It has committed, and the cluster is to give its number yet.
    perform palimpsest.know_cluster();
    return 0;
  end if;
  insert into tables.sealed_change_set (place, change_set_id, committed_at, basis, instant)
  select coalesce(last.place, 0) + o.n, o.change_set_id, o.committed_at, o.basis, o.instant
  from palimpsest.order_change_sets(since, palimpsest.next_cut(since, through, most), last.committed_at) o;
  get diagnostics written = row_count;
  perform palimpsest.note_topics(coalesce(last.place, 0));
  return written;
end $$;
