-- Before a row of a versioned table is written: a new record begins with version 1, a change advances the version by
-- exactly 1, whether its writer thought of it or not, a record keeps its id, and history has what is about to change.
-- What an UPDATE past the recorder says of who did what and when is taken back. An INSERT keeps it, and so does an UPDATE that
-- advances the version itself: here nothing tells them from the recorder's. Versions and audit entries say who it really
-- was. A row that was removed while it was living may be put back, under whatever version it had, and goes on after the
-- version of its removal.
--
-- Rows are compared byte by byte: what is equal to PostgreSQL may read differently (1.5 and 1.50, citext).
--
-- callers: owner
create or replace function palimpsest.keep_version() returns trigger language plpgsql security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off set extra_float_digits = 1 as $$
declare
  whom constant uuid := owner_of(new);
  removed_at int;
begin
  -- Asked here too: a call for each row costs more than the question.
  if current_setting('transaction_isolation') <> 'read committed' then
    perform palimpsest.require_read_committed();
  end if;
  if tg_op = 'INSERT' then
    -- Whoever is bound by policies works for whom the row belongs to, or may not write it; a superuser may have said nobody.
    if current_setting('is_superuser')::boolean then
      perform palimpsest.work_for(to_jsonb(new));
    end if;
    if exists (select from tables.tombstone t where is_own(t, whom) and t.entity_id = new.id) then
      removed_at := palimpsest.removed_at(tg_table_name, new.id, whom);
    end if;
    if removed_at is not null and new.version between 1 and removed_at + 1 then
      new.version := removed_at + 1;
    elsif new.version is distinct from 1 then
      raise exception 'A new % begins with version 1, not %.', tg_table_name, new.version using errcode = '23514';
    end if;
    new.created_by := coalesce(new.created_by, 'SQL:' || palimpsest.current_actor());
    new.updated_by := coalesce(new.updated_by, new.created_by);
    if new.deleted_by like 'SQL:%' then
      new.deleted_in := null;
    end if;
    return new;
  end if;
  if new.id <> old.id then
    raise exception 'The id of a % cannot change.', tg_table_name using errcode = '23514';
  end if;
  new.created_at := old.created_at;
  new.created_by := old.created_by;
  if new.version = old.version then
    new.updated_at := old.updated_at;
    new.updated_by := old.updated_by;
    new.deleted_by := case when new.deleted_at is not null then old.deleted_by end;
    new.deleted_in := case when new.deleted_at is not null then old.deleted_in end;
    if old *= new then
      return new;
    end if;
    new.version := old.version + 1;
    new.updated_at := clock_timestamp();
    new.updated_by := 'SQL:' || palimpsest.current_actor();
    if new.deleted_at is not null and old.deleted_at is null then
      new.deleted_by := new.updated_by;
    end if;
  elsif new.version is distinct from old.version + 1 then
    raise exception 'The version of a % advances by 1, not from % to %.', tg_table_name, old.version, new.version
      using errcode = '23514';
  end if;
  -- Both together a removal alone has, by which removed_at tells it from a purge.
  if new.deleted_by like 'SQL:%' then
    new.deleted_in := null;
  end if;
  if old.version = 1 and not exists (
    select from tables.entity_version v where is_own(v, whom) and v.entity_id = old.id and v.version = 1) then
    perform palimpsest.begin_history_of_row(tg_table_name, to_jsonb(old));
  end if;
  return new;
end $$;
