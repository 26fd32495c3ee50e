-- Of everyone, those of whom there are change sets that an earlier snapshot did not see: found by one look at what everybody
-- has changed since, which costs nothing for those who have changed nothing. A policy of its own (`owner` of change_set) shows
-- that to whom the tables belong while the session works for nobody; where it is not there, as in a dump that was restored for
-- another role, everyone is gone through.
--
-- since: null: everyone
--
-- callers: owner
create or replace function palimpsest.everyone_since(since pg_snapshot) returns setof jsonb
language plpgsql security definer set search_path from current set enable_seqscan = off as $$
declare
  next constant xid8 := pg_snapshot_xmax(since);
  open_before constant xid8[] := array(select pg_snapshot_xip(since));
begin
  if since is null or not exists (
    select from pg_policy p
    where p.polrelid = 'tables.change_set'::regclass and p.polname = 'owner' and pg_has_role(p.polroles[1], 'usage')) then
    return query select palimpsest.everyone();
    return;
  end if;
  perform palimpsest.work_for('{}');
  return query
    select jsonb_build_object('tenant_id', s.tenant_id) from tables.change_set s where s.xid >= next
    union
    select jsonb_build_object('tenant_id', s.tenant_id) from tables.change_set s where s.xid = any (open_before);
end $$;
