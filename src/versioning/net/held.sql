-- Whether a legal hold lies on a record, or on what owns it: then neither it nor its history may go.
--
-- callers: application
create or replace function palimpsest.held(of_type text, record jsonb) returns boolean
language sql stable security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
  -- The owners as an array are looked up once; as a subquery they can be looked up for each hold there is.
  select exists (select from tables.legal_hold)
    and exists (select from tables.legal_hold h where h.entity_id = any (array(select palimpsest.owner_ids(of_type, record))));
$$;
