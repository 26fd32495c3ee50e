-- Before a row is updated: it stays with its tenant, whoever writes it.
create or replace function palimpsest.keep_tenant() returns trigger language plpgsql as $$
begin
  raise exception 'The tenant of a % cannot change.', tg_table_name using errcode = '23514';
end $$;
