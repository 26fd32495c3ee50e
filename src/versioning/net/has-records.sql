-- Whether anybody has, or had, a record of a type.
--
-- callers: owner
create or replace function palimpsest.has_records(of_type text) returns boolean language plpgsql as $$
declare
  somebody jsonb;
  whom uuid;
  found_one boolean := false;
begin
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    found_one := exists (select from tables.entity_version v where is_own(v, whom) and v.entity_type = of_type)
      or exists (select from tables.tombstone t where is_own(t, whom) and t.entity_type = of_type);
    exit when found_one;
  end loop;
  perform palimpsest.work_for('{}');
  return found_one;
end $$;
