-- Who changes rows past the application: who says so by attribute(), else the database role and its program.
create or replace function palimpsest.current_actor() returns text
language sql stable as $$
  select coalesce(
    nullif(current_setting('palimpsest.actor', true), ''),
    session_user || coalesce(' (' || nullif(current_setting('application_name', true), '') || ')', ''));
$$;
