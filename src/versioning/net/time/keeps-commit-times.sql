-- Whether this PostgreSQL keeps the time of each commit (track_commit_timestamp).
create or replace function palimpsest.keeps_commit_times() returns boolean
language plpgsql stable set search_path from current as $$
begin
  -- A standby keeps what its primary keeps, whatever its own setting is: only asking tells.
  perform pg_xact_commit_timestamp('3');
  return true;
exception when object_not_in_prerequisite_state then
  return false;
end $$;
