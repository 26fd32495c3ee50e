-- The text of a value as one of another type, for migrations that convert a column: the same value that old versions show,
-- and where they would tell that it does not fit, the migration fails.
--
-- type: as format_type writes it; place: the column, to people
--
-- callers: owner
create or replace function palimpsest.must_fit(value text, type text, place text) returns text language plpgsql stable as $$
declare
  fitting constant jsonb := palimpsest.cast_text(value, type);
begin
  if value is not null and fitting is null then
    raise 'A value of % does not fit %: change it first, by palimpsest.change_data at the beginning of this migration', place, type using errcode = 'data_exception';
  end if;
  return case when type in ('json', 'jsonb') then value else fitting #>> '{}' end;
end $$;
