-- The ids of all records under a legal hold and of what owns them, there or gone: their histories stay as they are.
--
-- whom: whose; null: whom the session works for
--
-- callers: owner
create or replace function palimpsest.held_with_owners(whom uuid default null) returns setof uuid
language plpgsql stable security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
begin
  whom := coalesce(whom, palimpsest.working_for());
  return query
    select palimpsest.owner_ids(h.entity_type, palimpsest.record_of(h.entity_type, h.entity_id, whom), '{}', whom)
    from tables.legal_hold h where is_own(h, whom);
end $$;
