-- The names that columns of a table have lost on the way to a later shape, in their order: a list of [shape, name, new name]
-- for each rename, and for each drop, whose new name is the one clients knew it by, after a $.
--
-- to_shape: null: the present one
create or replace function palimpsest.renames_of(of_type text, to_shape int default null)
returns jsonb language plpgsql stable as $$
begin
  return (
    select jsonb_agg(
      case when step ? 'rename' then jsonb_build_array(s.shape, step -> 'rename', step -> 'to')
        else jsonb_build_array(s.shape, step -> 'drop', '$' || (step ->> 'as')) end order by s.shape, place)
    from tables.entity_shape s cross join lateral jsonb_array_elements(s.steps) with ordinality as listed (step, place)
    where s.entity_type = of_type and s.shape <= coalesce(to_shape, 2147483647) and (step ? 'rename' or step ? 'drop'));
end $$;
