-- A snapshot of one shape as a snapshot of a later one: the steps of all shapes between, in their order, as take_steps does
-- them.
--
-- to_shape: null: the present one. What was written under a later shape stays as it is
create or replace function palimpsest.upcast(of_type text, state jsonb, from_shape int, to_shape int default null)
returns jsonb language plpgsql stable as $$
begin
  return palimpsest.take_steps(state, palimpsest.steps_of(of_type, from_shape, to_shape), 0);
end $$;
