-- What upcast_names gives, by renames as renames_of gives them, looked up once for many lists of names.
create or replace function palimpsest.take_renames(names jsonb, renames jsonb, from_shape int)
returns jsonb language plpgsql stable as $$
declare
  now text[];
  rename jsonb;
begin
  if jsonb_typeof(names) is distinct from 'array' then
    return names;
  end if;
  for place in 0 .. coalesce(jsonb_array_length(renames), 0) - 1 loop
    rename := renames -> place;
    continue when (rename -> 0)::int <= from_shape;
    -- Most lists have none of them. A query would cost more than all the rest.
    if now is null and names ? (rename ->> 1) then
      for spot in 0 .. jsonb_array_length(names) - 1 loop
        now := now || (names ->> spot);
      end loop;
    end if;
    now := array_replace(now, rename ->> 1, rename ->> 2);
  end loop;
  return coalesce(to_jsonb(now), names);
end $$;
