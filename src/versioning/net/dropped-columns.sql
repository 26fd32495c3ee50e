-- The columns that a table has no longer, as its shapes described them, by the names under which their values stay to be
-- read.
create or replace function palimpsest.dropped_columns(of_type text) returns jsonb language plpgsql stable as $$
declare
  columns jsonb := '{}';
  dropped jsonb := '{}';
  shape record;
  step jsonb;
begin
  for shape in select s.steps, s.columns from tables.entity_shape s where s.entity_type = of_type order by s.shape loop
    for step in select jsonb_array_elements(shape.steps) loop
      if step ? 'rename' then
        columns := (columns - (step ->> 'rename')) || jsonb_build_object(step ->> 'to', columns -> (step ->> 'rename'));
      -- What nobody may read has no name any more.
      elsif step ->> 'as' is not null then
        dropped := jsonb_build_object(step ->> 'as', columns -> (step ->> 'drop')) || dropped;
      end if;
    end loop;
    columns := shape.columns;
  end loop;
  return dropped;
end $$;
