-- The number under which the rights of a user are locked.
--
-- callers: application
create or replace function palimpsest.rights_of(of_user uuid) returns bigint language sql immutable as $$
  select hashtextextended('rights:' || of_user, 0);
$$;
