-- The steps from one shape of a table to a later one: a list for each shape between, in their order.
--
-- to_shape: null: the present one
create or replace function palimpsest.steps_of(of_type text, from_shape int default 1, to_shape int default null)
returns jsonb language plpgsql stable as $$
begin
  return (
    select jsonb_agg(s.steps order by s.shape) from tables.entity_shape s
    where s.entity_type = of_type and s.shape > from_shape and s.shape <= coalesce(to_shape, 2147483647));
end $$;
