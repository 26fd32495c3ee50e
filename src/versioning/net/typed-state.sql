-- A snapshot as a row of its table as that now is, and what of it does not fit: those columns are null. It never fails but
-- by what passes, whatever has been done to the table or the snapshot by hand, and whatever a type of the table refuses by. What upcast has found not to fit is passed on.
--
-- empty: a row of the table, or null of its type
create or replace function palimpsest.typed_state(empty anyelement, state jsonb, out value anyelement, out unfit jsonb)
language plpgsql stable as $$
declare
  key text;
  part jsonb;
  fitting jsonb := '{}';
begin
  unfit := state -> '$unfit';
  begin
    value := jsonb_populate_record(empty, state);
    return;
  exception when others then
    if palimpsest.is_passing(sqlstate) then
      raise;
    end if;
  end;
  if jsonb_typeof(state) = 'object' then
    for key in select jsonb_object_keys(state) loop
      part := jsonb_build_object(key, state -> key);
      begin
        perform jsonb_populate_record(empty, part);
        fitting := fitting || part;
      exception when others then
        if palimpsest.is_passing(sqlstate) then
          raise;
        end if;
        unfit := coalesce(unfit, '{}') || part;
      end;
    end loop;
  end if;
  value := jsonb_populate_record(empty, fitting);
end $$;
