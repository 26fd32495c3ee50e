-- Keeps what the compute steps of a shape give for each version of an earlier one, of everybody, as the shape
-- begins; and keeps nothing any longer of columns that it has made sensitive.
--
-- callers: owner
create or replace function palimpsest.keep_computed_values(of_type text, of_shape int) returns void
language plpgsql as $$
declare
  all_steps constant jsonb := (select s.steps from tables.entity_shape s where s.entity_type = of_type and s.shape = of_shape);
  step record;
  steps jsonb;
  somebody jsonb;
  whom uuid;
begin
  for step in
    select value ->> 'compute' as key, place from jsonb_array_elements(all_steps) with ordinality as listed (value, place)
    where value ? 'compute' order by place
  loop
    -- As if the shape ended with this step: those after it may take the value further.
    update tables.entity_shape s set steps = (
      select jsonb_agg(value order by place) from jsonb_array_elements(all_steps) with ordinality as listed (value, place)
      where place <= step.place)
    where s.entity_type = of_type and s.shape = of_shape;
    steps := palimpsest.steps_of(of_type, 1, of_shape);
    for somebody in select palimpsest.everyone() loop
      whom := palimpsest.work_for(somebody);
      insert into tables.computed_value (entity_id, version, shape, column_name, value)
      select v.entity_id, v.version, of_shape, step.key, case when u.state -> '$unfit' ? step.key then null else u.state -> step.key end
      from tables.entity_version v
      cross join lateral (select palimpsest.take_steps(v.snapshot, steps, v.shape - 1) as state offset 0) u
      where is_own(v, whom) and v.entity_type = of_type and v.shape < of_shape and u.state ? step.key;
    end loop;
    perform palimpsest.work_for('{}');
  end loop;
  update tables.entity_shape s set steps = all_steps where s.entity_type = of_type and s.shape = of_shape;
  if jsonb_path_exists(all_steps, '$[*].hide') then
    for somebody in select palimpsest.everyone() loop
      whom := palimpsest.work_for(somebody);
      delete from tables.computed_value c
      using tables.entity_version v, (
        select s.shape, palimpsest.secret_columns(of_type, s.shape) as secret from tables.entity_shape s
        where s.entity_type = of_type offset 0) f
      where is_own(v, whom) and is_own(c, whom) and v.entity_type = of_type and c.entity_id = v.entity_id and c.version = v.version
        and c.shape = f.shape and c.column_name = any (f.secret);
    end loop;
    perform palimpsest.work_for('{}');
  end if;
end $$;
