import { asOwner, type SqlFunction } from './sql-function.js';

/**
 * Before a row of a versioned table is removed for good, or moved from one owner to another, by whomever: not while a legal
 * hold lies on it, on what owns it or on what it owns, or its removal would be one move away.
 */
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
    raise exception 'The % % is under a legal hold.', tg_table_name, old.id using errcode = '23514', constraint = 'legal_hold';
  elsif tg_op = 'DELETE' then
    return old;
  elsif palimpsest.holds_within(tg_table_name, array[old.id]) then
    raise exception 'What belongs to the % % is under a legal hold.', tg_table_name, old.id
      using errcode = '23514', constraint = 'legal_hold';
  end if;
  return new;
end $$`,
};
