import { asOwner, type SqlFunction } from './sql-function.js';

/** Before a row of a versioned table is removed for good, by whomever: not while a legal hold lies on it. */
export const refuseHeld: SqlFunction = {
  signature: 'refuse_held()',
  callers: 'owner',
  definition: `
create or replace function palimpsest.refuse_held() returns trigger
language plpgsql ${asOwner} as $$
begin
  -- A hold that is being placed, be it on what owns the row, comes first, or waits until the row is gone.
  lock table tables.legal_hold in share mode;
  perform palimpsest.work_for(to_jsonb(old));
  if palimpsest.held(tg_table_name, to_jsonb(old)) then
    raise exception 'The % % is under a legal hold.', tg_table_name, old.id using errcode = '23514';
  end if;
  return old;
end $$`,
};
