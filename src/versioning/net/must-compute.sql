-- The text of what an expression gives for a record, for migrations that fill a column: the same that old versions show, and
-- where they would tell that it gives nothing that fits, the migration fails.
--
-- expression: over a column called state; type: as format_type writes it; place: the column, to people
--
-- callers: owner
create or replace function palimpsest.must_compute(state jsonb, expression text, type text, place text) returns text
language plpgsql stable as $$
declare
  result constant jsonb := palimpsest.compute(state, expression, type);
begin
  if result is null then
    raise 'The expression for % fails or gives no %: change the data or the expression', place, type
      using errcode = 'data_exception', detail = expression;
  end if;
  return case when type not in ('json', 'jsonb') then result #>> '{}' when result <> 'null' then result::text end;
end $$;
