import { asOwner, type SqlFunction } from './sql-function.js';

/**
 * Before a row of a versioned table is written: a new record begins with version 1, a change advances the version by
 * exactly 1, whether its writer thought of it or not, a record keeps its id, and history has what is about to change.
 */
export const keepVersion: SqlFunction = {
  signature: 'keep_version()',
  callers: 'owner',
  definition: `
create or replace function palimpsest.keep_version() returns trigger language plpgsql ${asOwner} as $$
begin
  if tg_op = 'INSERT' then
    if new.version is distinct from 1 then
      raise exception 'A new % begins with version 1, not %.', tg_table_name, new.version using errcode = '23514';
    end if;
    new.created_by := coalesce(new.created_by, 'SQL:' || palimpsest.current_actor());
    new.updated_by := coalesce(new.updated_by, new.created_by);
    return new;
  end if;
  if new.id <> old.id then
    raise exception 'The id of a % cannot change.', tg_table_name using errcode = '23514';
  end if;
  if new is not distinct from old then
    return new;
  end if;
  if new.version = old.version then
    new.version := old.version + 1;
    new.updated_at := clock_timestamp();
    new.updated_by := 'SQL:' || palimpsest.current_actor();
  elsif new.version <> old.version + 1 then
    raise exception 'The version of a % advances by 1, not from % to %.', tg_table_name, old.version, new.version
      using errcode = '23514';
  end if;
  if old.version = 1 and not exists (select from tables.entity_version v where v.entity_id = old.id and v.version = 1) then
    perform palimpsest.begin_history_of_row(tg_table_name, to_jsonb(old));
  end if;
  return new;
end $$`,
};
