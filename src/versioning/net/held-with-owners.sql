-- The ids of all records under a legal hold and of what owns them, there or gone: their histories stay as they are.
--
-- callers: owner
create or replace function palimpsest.held_with_owners() returns setof uuid
language sql stable security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
  select palimpsest.owner_ids(h.entity_type, palimpsest.record_of(h.entity_type, h.entity_id)) from tables.legal_hold h;
$$;
