-- Before a password is taken away from a user: leaves a mark in its place that nothing else equals, so that tokens from
-- the time before she had the password do not count again.
create or replace function palimpsest.end_credential() returns trigger language plpgsql as $$
begin
  new.password_hash := '$none$' || gen_random_uuid();
  return new;
end $$;
