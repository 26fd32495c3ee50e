-- The name under which the values of a field that is dropped stay to be read: its own, or with the first number from 2 on
-- where another field of the table has gone by it, for a version may have had both.
--
-- kept: the steps of the shape that begins, up to this
--
-- callers: owner
create or replace function palimpsest.dropped_name(of_type text, kept jsonb, name text) returns text
language plpgsql stable as $$
declare
  free text := name;
  number int := 1;
begin
  while free is not null and (
    kept @> jsonb_build_array(jsonb_build_object('as', free))
    or exists (select from tables.entity_shape s
      where s.entity_type = of_type and s.steps @> jsonb_build_array(jsonb_build_object('as', free)))) loop
    number := number + 1;
    free := name || number;
  end loop;
  return free;
end $$;
