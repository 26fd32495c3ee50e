-- What a version is about: what was done, and which columns were changed. A creation lists all columns, so that each would be
-- a topic of it; the operation says as much.
create or replace function palimpsest.topics_of(operation text, changed jsonb) returns setof text language sql immutable as $$
  select operation
  union all
  select name from jsonb_array_elements_text(changed) name where operation <> 'CREATE' and name is not null
$$;
