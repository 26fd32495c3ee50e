-- What a version changed, where it or the one before was written under another shape than the present one: both are brought
-- there first. As JSON: `changed`, the names of what it said had changed; `texts`, a list of keys with the JSON on both sides, as
-- text, of all that now reads differently there or is among the names, or has no place in today's columns; `dropped` and
-- `unfit`, of both sides as text, which states have besides their columns.
--
-- was: null where there was nothing before
create or replace function palimpsest.change_across_shapes(
  of_type text, was jsonb, was_shape int, now jsonb, now_shape int, changed jsonb
) returns json language plpgsql stable as $$
declare
  before constant jsonb := palimpsest.upcast(of_type, was, was_shape);
  after constant jsonb := palimpsest.upcast(of_type, now, now_shape);
  names constant jsonb := palimpsest.upcast_names(of_type, changed, now_shape);
  columns jsonb;
begin
  if coalesce(before, '{}') ? '$dropped' or after ? '$dropped' then
    columns := palimpsest.dropped_columns(of_type);
  end if;
  return json_build_object(
    'changed', names,
    'texts', (
      select coalesce(json_agg(json_build_array(key, (before -> key)::text, (after -> key)::text)), '[]')
      from (
        select jsonb_object_keys(case jsonb_typeof(before) when 'object' then before else '{}' end) as key
        union select jsonb_object_keys(case jsonb_typeof(after) when 'object' then after else '{}' end)) k
      where (before -> key)::text is distinct from (after -> key)::text or names ? key
        or before -> '$unfit' ? key or after -> '$unfit' ? key),
    'dropped', json_build_array(
      palimpsest.exact_numbers(before -> '$dropped', columns)::text,
      palimpsest.exact_numbers(after -> '$dropped', columns)::text),
    'unfit', json_build_array(
      palimpsest.exact_numbers(before -> '$unfit', null)::text,
      palimpsest.exact_numbers(after -> '$unfit', null)::text));
end $$;
