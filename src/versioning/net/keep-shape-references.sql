-- Keeps, for the lists of children of the past, what records referred to by columns that are dropped, or that what they held
-- has only now been made a reference of: nothing else does, since migrations fire no triggers. A value that only looks like
-- a reference does no harm.
--
-- converted: columns; dropped: fields by the names clients knew
--
-- callers: owner
create or replace function palimpsest.keep_shape_references(of_type text, converted text[], dropped text[]) returns void
language plpgsql as $$
declare
  steps constant jsonb := palimpsest.steps_of(of_type);
  somebody jsonb;
  whom uuid;
begin
  if converted = '{}' and dropped = '{}' then
    return;
  end if;
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    insert into tables.past_reference (entity_id, target_id, entity_type)
    select distinct v.entity_id, target::uuid, of_type
    from tables.entity_version v
    cross join lateral (select palimpsest.take_steps(v.snapshot, steps, v.shape - 1) as state offset 0) u
    cross join lateral (
      select u.state ->> c as target from unnest(converted) c
      union all
      select u.state -> '$dropped' ->> d from unnest(dropped) d) found
    where is_own(v, whom) and v.entity_type = of_type and target ~ '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$'
    on conflict do nothing;
  end loop;
  perform palimpsest.work_for('{}');
end $$;
