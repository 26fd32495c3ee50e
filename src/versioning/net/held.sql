-- Whether a legal hold lies on a record, or on what owns it: then neither it nor its history may go.
--
-- whom: whose; null: whom the session works for
--
-- callers: application
create or replace function palimpsest.held(of_type text, record jsonb, whom uuid default null) returns boolean
language plpgsql stable security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
begin
  whom := coalesce(whom, palimpsest.working_for());
  -- The owners as an array are looked up once; as a subquery they can be looked up for each hold there is.
  return exists (select from tables.legal_hold h where is_own(h, whom))
    and exists (
      select from tables.legal_hold h
      where is_own(h, whom) and h.entity_id = any (array(select palimpsest.owner_ids(of_type, record, '{}', whom))));
end $$;
