-- Says who and why for everything that the rest of the transaction changes past the application.
create or replace function palimpsest.attribute(actor text, reason text default null) returns void
language sql as $$
  select set_config('palimpsest.actor', coalesce(actor, ''), true), set_config('palimpsest.reason', coalesce(reason, ''), true);
$$;
