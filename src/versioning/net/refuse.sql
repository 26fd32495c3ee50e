-- For TRUNCATE of a table whose past must not be lost, and for changes of what is append-only.
create or replace function palimpsest.refuse() returns trigger language plpgsql as $$
begin
  raise exception '% of % is refused: its past would be lost.', tg_op, tg_table_name using errcode = '42501';
end $$;
