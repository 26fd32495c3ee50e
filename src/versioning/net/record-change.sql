-- At the end of the transaction, for each change of a row of a versioned table, with the row as that statement left it: a
-- change that has its version is held against it, one that came past the application gets one. Only the rows decide;
-- no setting of a client's could make a change look recorded. The idea of recording in a trigger is supa_audit's.
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
  sensitive constant text[] := tg_argv[0]::text[];
  keys constant text[] := tg_argv[1]::text[];
  links constant jsonb := tg_argv[2]::jsonb;
  after constant jsonb := to_jsonb(new);
  state constant jsonb := after - sensitive;
  before jsonb;
  recorded jsonb;
  told jsonb;
  operation text;
  redacted jsonb := '[]';
  written bigint;
begin
  if tg_op = 'UPDATE' then
    before := to_jsonb(old);
    if after::text = before::text then
      return null;
    end if;
  end if;
  perform palimpsest.work_for(state);
  for place in 1 .. cardinality(sensitive) loop
    if (after -> sensitive[place])::text <> coalesce(before -> sensitive[place], 'null')::text then
      redacted := redacted || to_jsonb(sensitive[place]);
    end if;
  end loop;
  if tg_op = 'INSERT' and new.version > 1 then
    -- It is there again; that it was not for a while is in its history.
    delete from tables.tombstone t where t.entity_id = new.id and t.entity_type = tg_table_name;
  end if;
  select v.snapshot, v.changed into recorded, told from tables.entity_version v where v.entity_id = new.id and v.version = new.version;
  if found then
    if tg_op = 'INSERT' and exists (select from tables.tombstone t where t.entity_id = new.id) then
      raise exception 'The % % was removed before: put it back while working for whom it belongs to.', tg_table_name, new.id
        using errcode = '23514';
    elsif (recorded - array(select l ->> 'key' from jsonb_array_elements(links) l))::text <> state::text then
      raise exception 'The snapshot of version % of % % differs from its row.', new.version, tg_table_name, new.id
        using errcode = '23514';
    end if;
    -- Which sensitive columns have changed no snapshot tells, so that its writer could say anything: here it is known.
    if sensitive <> '{}' and (not told @> redacted or (told - sensitive) || redacted <> told) then
      update tables.entity_version v set changed = (told - sensitive) || redacted
      where v.entity_id = new.id and v.version = new.version;
    end if;
    return null;
  end if;
  operation := case
    when tg_op = 'INSERT' and new.version = 1 then 'CREATE'
    when tg_op = 'INSERT' and state ->> 'deleted_at' is null then 'RESTORE'
    when before ->> 'deleted_at' is null and state ->> 'deleted_at' is not null then 'DELETE'
    when before ->> 'deleted_at' is not null and state ->> 'deleted_at' is null then 'RESTORE'
    else 'UPDATE' end;
  written := palimpsest.write_versions(tg_table_name, palimpsest.change_set_of_transaction(), keys, jsonb_build_array(
    jsonb_build_object('id', new.id, 'version', new.version, 'operation', operation, 'redacted', redacted,
      'snapshot', state || palimpsest.linked_ids(new.id, links))));
  if written <> 1 then
    raise exception 'The history of % % has a gap before version %.', tg_table_name, new.id, new.version
      using errcode = '23514';
  end if;
  return null;
end $$;
