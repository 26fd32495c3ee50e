import { asOwner, type SqlFunction } from './sql-function.js';

/** Whether a legal hold lies on a record, or on what owns it: then neither it nor its history may go. */
export const held: SqlFunction = {
  signature: 'held(text, jsonb)',
  callers: 'application',
  definition: `
create or replace function palimpsest.held(of_type text, record jsonb) returns boolean
language sql stable ${asOwner} as $$
  select exists (select from legal_hold)
    and exists (select from legal_hold h where h.entity_id in (select palimpsest.owner_ids(of_type, record)));
$$`,
};

/** Whether a legal hold lies on something that a record owns, which could not stay without it. */
export const holdsWithin: SqlFunction = {
  signature: 'holds_within(uuid)',
  callers: 'owner',
  definition: `
create or replace function palimpsest.holds_within(record_id uuid) returns boolean
language sql stable ${asOwner} as $$
  select exists (
    select from legal_hold h
    where record_id in (select palimpsest.owner_ids(h.entity_type, palimpsest.record_of(h.entity_type, h.entity_id))));
$$`,
};
