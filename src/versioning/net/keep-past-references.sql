-- After a reference of a versioned row is changed, or the row is removed: what it referred to is kept, so that the lists
-- of children of the past find it by an index and not among all that ever was.
--
-- Argument: the columns of its references as a text[] literal.
--
-- callers: owner
create or replace function palimpsest.keep_past_references() returns trigger
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  before constant jsonb := to_jsonb(old);
  after jsonb;
  reference text;
begin
  if tg_op = 'UPDATE' then
    after := to_jsonb(new);
  end if;
  foreach reference in array tg_argv[0]::text[] loop
    if before ->> reference is distinct from after ->> reference and before ->> reference is not null then
      perform palimpsest.work_for(before);
      insert into tables.past_reference (entity_id, target_id, entity_type)
      values (old.id, (before ->> reference)::uuid, tg_table_name)
      on conflict do nothing;
    end if;
  end loop;
  return null;
end $$;
