-- What a compute step gives for a snapshot: what it gave for the version when its shape began, or, where nothing is kept,
-- since the shape is beginning, what its expression gives.
--
-- snapshot: as it was recorded, which says of which version it is; state: on its way, which the expression sees
create or replace function palimpsest.computed(snapshot jsonb, state jsonb, step jsonb) returns jsonb
language plpgsql stable as $$
declare
  result jsonb;
begin
  -- Whatever has been done to a snapshot by hand.
  if snapshot ->> 'id' ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' and snapshot ->> 'version' ~ '^[0-9]{1,9}$' then
    select c.value into result from tables.computed_value c
    where is_own(c, palimpsest.working_for()) and c.entity_id = (snapshot ->> 'id')::uuid and c.version = (snapshot ->> 'version')::int
      and c.shape = (step ->> 'shape')::int and c.column_name = step ->> 'compute';
    if found then
      return result;
    end if;
  end if;
  return palimpsest.compute(state, step ->> 'sql', step ->> 'to');
end $$;
