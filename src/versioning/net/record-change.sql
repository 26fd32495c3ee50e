-- At the end of the transaction, for each row that was put into a versioned table, as that statement left it: one that has its
-- version is held against it, one that came past the application waits for record_changes, which gives all of them one. Only the
-- rows decide; no setting of a client's could make a change look recorded. The idea of recording in a trigger is supa_audit's.
-- Tables whose triggers are of an earlier release call it for each row that an UPDATE changes, too, in place of record_updates.
--
-- Arguments: sensitive columns and keys of a snapshot as text[] literals, links as for linked_ids; for describe, where there
-- are any, those of the keys that no client sees.
--
-- callers: owner
create or replace function palimpsest.record_change() returns trigger
language plpgsql security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off
set extra_float_digits = 1 set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' as $$
declare
  whom constant uuid := owner_of(new);
  own constant xid8 := pg_current_xact_id();
  sensitive constant text[] := tg_argv[0]::text[];
  links constant jsonb := tg_argv[2]::jsonb;
  after constant jsonb := to_jsonb(new);
  state constant jsonb := after - sensitive;
  before jsonb;
  recorded jsonb;
  told jsonb;
  redacted jsonb := '[]';
  is_there boolean;
  operation text;
begin
  if tg_op = 'UPDATE' then
    -- A row that stays at its version is as it was: keep_version sees to that.
    if new.version = old.version and not palimpsest.reads_differently(to_jsonb(old), after) then
      return null;
    end if;
    if sensitive <> '{}' then
      before := to_jsonb(old);
    end if;
  end if;
  perform palimpsest.work_for(state);
  for place in 1 .. cardinality(sensitive) loop
    if (after -> sensitive[place])::text <> coalesce(before -> sensitive[place], 'null')::text then
      redacted := redacted || to_jsonb(sensitive[place]);
    end if;
  end loop;
  if tg_op = 'INSERT' then
    -- It is there again; that it was not for a while is in its history.
    delete from tables.tombstone t
    where is_own(t, whom) and t.entity_id = new.id and t.entity_type = tg_table_name and t.version < new.version;
    -- One statement that removes a row and puts it in does so before anything can know that it was removed. A row that was
    -- removed since has its tombstone rightly.
    if exists (select from tables.tombstone t where is_own(t, whom) and t.entity_id = new.id) then
      execute format('select exists (select from %s t where is_own(t, $2) and t.id = $1)', tg_relid::regclass)
        into is_there using new.id, whom;
    end if;
    if is_there then
      raise exception 'The % % was removed before: put it back in a statement of its own, while working for whom it belongs to.',
        tg_table_name, new.id using errcode = '23514';
    end if;
  end if;
  select v.snapshot, v.changed into recorded, told from tables.entity_version v
  where is_own(v, whom) and v.entity_id = new.id and v.version = new.version;
  if found then
    if palimpsest.reads_differently(recorded - array(select l ->> 'key' from jsonb_array_elements(links) l), state) then
      raise exception 'The snapshot of version % of % % differs from its row.', new.version, tg_table_name, new.id
        using errcode = '23514';
    end if;
    -- Which sensitive columns have changed no snapshot tells, so that its writer could say anything: here it is known.
    if sensitive <> '{}' and (not told @> redacted or (told - sensitive) || redacted <> told) then
      update tables.entity_version v set changed = (told - sensitive) || redacted
      where is_own(v, whom) and v.entity_id = new.id and v.version = new.version;
    end if;
    return null;
  end if;
  operation := case
    when tg_op = 'INSERT' and new.version = 1 then 'CREATE'
    when tg_op = 'INSERT' and new.deleted_at is null then 'RESTORE'
    when tg_op = 'INSERT' then 'UPDATE'
    when old.deleted_at is null and new.deleted_at is not null then 'DELETE'
    when old.deleted_at is not null and new.deleted_at is null then 'RESTORE'
    else 'UPDATE' end;
  insert into tables.pending_change (xid, entity_id, version, entity_type, operation, state, redacted, is_first)
  values (own, new.id, new.version, tg_table_name, operation, state, redacted,
    not exists (select from tables.pending_change p where is_own(p, whom) and p.xid = own));
  return null;
end $$;
