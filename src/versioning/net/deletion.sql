-- What a version did to whether its record is there: true where it deletes it, false where it restores it, null where it does
-- neither. An undo can do any of these.
create or replace function palimpsest.deletion(operation text, changed jsonb, state jsonb) returns boolean
language sql immutable as $$
  select case operation
    when 'DELETE' then true
    when 'RESTORE' then false
    when 'UNDO' then case when changed ? 'deleted_at' then state ->> 'deleted_at' is not null end end
$$;
