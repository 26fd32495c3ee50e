-- The columns of a shape, by the names of then, whose values no snapshot may hold: those that were sensitive then, and those
-- that a later shape has made so, of which older snapshots may still hold them.
create or replace function palimpsest.secret_columns(of_type text, of_shape int) returns text[]
language plpgsql stable as $$
declare
  later record;
  names text[];
  now jsonb;
  result text[] := '{}';
begin
  for later in
    select s.shape, s.columns from tables.entity_shape s where s.entity_type = of_type and s.shape >= of_shape order by s.shape
  loop
    if names is null then
      names := array(select jsonb_object_keys(later.columns));
      now := to_jsonb(names);
    else
      now := palimpsest.upcast_names(of_type, now, later.shape - 1, later.shape);
    end if;
    result := result || array(
      select names[place] from generate_subscripts(names, 1) place
      where later.columns -> (now ->> place - 1) ? 'sensitive' and names[place] <> all (result));
  end loop;
  return result;
end $$;
