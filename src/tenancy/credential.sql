-- Names a stored password without telling it, as credentialOf of the program does.
--
-- callers: application
create or replace function palimpsest.credential(password_hash text) returns text language sql immutable as $$
  select encode(sha256(convert_to(coalesce(password_hash, ''), 'UTF8')), 'hex');
$$;
