-- The steps from one shape of a table to a later one, prepared for take_steps: first where the steps of each shape between
-- begin in this list, by how many of these shapes a snapshot has passed already; then each step as [kind, column, what more it
-- says, the longest text that a cast leaves as it is], in their order. What does nothing to a snapshot is left out.
--
-- to_shape: null: the present one
create or replace function palimpsest.steps_of(of_type text, from_shape int default 1, to_shape int default null)
returns jsonb language plpgsql stable as $$
declare
  shape record;
  step jsonb;
  kind text;
  begins jsonb := '[]';
  result jsonb := '[[]]';
begin
  for shape in
    select s.steps from tables.entity_shape s
    where s.entity_type = of_type and s.shape > from_shape and s.shape <= coalesce(to_shape, 2147483647) order by s.shape
  loop
    begins := begins || to_jsonb(jsonb_array_length(result));
    for place in 0 .. jsonb_array_length(shape.steps) - 1 loop
      step := shape.steps -> place;
      kind := case when step ? 'add' then 'add' when step ? 'rename' then 'rename' when step ? 'drop' then 'drop'
        when step ? 'map' then 'map' when step ? 'fill' then 'fill' when step ? 'among' then 'among' when step ? 'cast' then 'cast'
        when step ? 'compute' then 'compute' when step ? 'hide' then 'hide' end;
      if step ->> kind is not null and (kind <> 'add' or step ? 'value') then
        result := result || jsonb_build_array(jsonb_build_array(kind, step -> kind,
          case when kind in ('rename', 'cast') then step -> 'to' when kind = 'drop' then step -> 'as'
            when kind in ('map', 'among') then step -> 'values' when kind = 'compute' then step else step -> 'value' end,
          case when kind = 'cast' then palimpsest.longest_text(step ->> 'to') end));
      end if;
    end loop;
  end loop;
  return jsonb_set(result, '{0}', begins);
end $$;
