-- By what a part of a reason is found: all that are of the part are of the reason. None of what is shorter than three characters.
create or replace function palimpsest.reason_terms(reason text) returns setof text language sql immutable as $$
  select 'reason ' || substr(reason, n, 3) from generate_series(1, length(reason) - 2) n
$$;
