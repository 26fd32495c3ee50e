-- The text of what an expression gives for a record, for migrations that fill a column: the same that old versions show, and
-- where they would tell that it gives nothing that fits, the migration fails and names the record. It fails as well where a value that the column
-- has would be lost, as by an expression that looks for it under another name: null is what a person says beforehand.
--
-- expression: over a column called state; type: as format_type writes it
--
-- callers: owner
create or replace function palimpsest.must_compute(state jsonb, expression text, type text, of_type text, column_name text)
returns text
language plpgsql stable as $$
declare
  result constant jsonb := palimpsest.compute(state, expression, type);
begin
  if result is null then
    raise 'The expression for % fails or gives no % (%): change the data or the expression',
      of_type || '.' || column_name, type, state ->> 'id'
      using errcode = 'data_exception', detail = expression;
  end if;
  if result = 'null' and jsonb_typeof(state -> column_name) <> 'null' then
    raise 'The expression for %.% gives null for a value that is there (%): change the expression, or make the value null first, by palimpsest.change_data',
      of_type, column_name, state ->> 'id' using errcode = 'data_exception', detail = expression;
  end if;
  -- The text of a list is not that of JSON.
  if type like '%[]' and result <> 'null' then
    return array(select jsonb_array_elements_text(result))::text;
  end if;
  return case when type not in ('json', 'jsonb') then result #>> '{}' when result <> 'null' then result::text end;
end $$;
