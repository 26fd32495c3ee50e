-- What the statement that asks sees, as a token that tells nothing: by it instant_of_token finds the same again, for whom the
-- session works and for nobody else.
--
-- whom: whose; null: whom the session works for
--
-- callers: application
create or replace function palimpsest.snapshot_token(whom uuid default null) returns text
language plpgsql stable security definer set search_path from current set enable_seqscan = off as $$
declare
  newest xid8;
  now_seen constant pg_snapshot := palimpsest.current_snapshot();
  running xid8[] := array(select pg_snapshot_xip(now_seen));
  known tables.transaction_numbering;
  content text;
  padded bytea;
  seal bytea;
begin
  whom := coalesce(whom, palimpsest.working_for());
  select s.xid into newest from tables.change_set s where is_own(s, whom) order by s.xid desc limit 1;
  if pg_is_in_recovery() then
    -- A standby does not list what is open (snapshot.h: "unless the snapshot was taken during recovery in which case it's
    -- empty"): all that it knows of no change set of may be.
    running := array(
      select n::text::xid8 from generate_series(pg_snapshot_xmin(now_seen)::text::bigint, newest::text::bigint) n
      where not exists (select from tables.change_set s where is_own(s, whom) and s.xid = n::text::xid8));
  end if;
  select * into known from tables.transaction_numbering n order by n.line desc limit 1;
  -- Up to the newest change set alone: so it says nothing of those that the rows may lose again, and little of all others.
  content := case when newest is null then '1:1:'
    else palimpsest.snapshot_of((newest::text::bigint + 1)::text::xid8, running)::text end;
  -- Its length would tell how many were open.
  padded := convert_to(rpad(content, (length(content) / 64 + 1) * 64), 'UTF8');
  seal := palimpsest.seal_of(padded, known.inner_key, known.outer_key);
  return palimpsest.token_text(seal || palimpsest.token_stream(padded, seal, known.inner_key, known.outer_key));
end $$;
