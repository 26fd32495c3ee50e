import { asOwner, type SqlFunction } from './sql-function.js';

/** What the triggers of a versioned table were declared with, which says how a snapshot of its rows is made. */
export const description: SqlFunction = {
  signature: 'description(text)',
  callers: 'owner',
  definition: `
create or replace function palimpsest.description(of_type text, out sensitive text[], out keys text[], out links jsonb)
language plpgsql stable ${asOwner} as $$
declare
  args text[];
begin
  select string_to_array(encode(t.tgargs, 'escape'), '\\000') into args from pg_trigger t
  where t.tgrelid = to_regclass(quote_ident(of_type)) and t.tgname = of_type || '_history';
  if args is null then
    raise exception '% is not a versioned table.', of_type using errcode = '42P01';
  end if;
  sensitive := args[1]::text[];
  keys := args[2]::text[];
  links := args[3]::jsonb;
end $$`,
};
