-- A versioned table, and what its triggers were declared with, which says how a snapshot of its rows is made.
--
-- callers: owner
create or replace function palimpsest.describe(
  of_type text, out relation regclass, out sensitive text[], out keys text[], out links jsonb, out private text[])
language plpgsql stable security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  args text[];
begin
  relation := palimpsest.table_of(of_type);
  if relation is null then
    raise exception '% is not a versioned table.', of_type using errcode = '42P01';
  end if;
  -- Each argument ends in a zero byte. No backslash is written here, which a session's settings could make mean another thing.
  select string_to_array(encode(t.tgargs, 'escape'), chr(92) || '000') into args from pg_trigger t
  where t.tgrelid = relation and t.tgfoid = 'palimpsest.record_change()'::regprocedure;
  sensitive := args[1]::text[];
  keys := args[2]::text[];
  links := args[3]::jsonb;
  -- Absent where there are none.
  private := coalesce(nullif(args[4], ''), '{}')::text[];
end $$;
