-- Gives all that is stored of a versioned table the name that it has now, for everybody, for migrations: right after
-- `alter table ... rename`, before its columns change. Snapshots stay as they are, and so do audit entries, which say what
-- was done under the name of then: type_names tells both. It begins a shape that says so.
--
-- callers: owner
create or replace function palimpsest.rename_type(was text, now text) returns void language plpgsql as $$
declare
  last tables.entity_shape;
  somebody jsonb;
  whom uuid;
begin
  if to_regclass('tables.' || quote_ident(now)) is null or to_regclass('tables.' || quote_ident(was)) is not null then
    raise 'There is no table % that was called %', now, was using errcode = 'undefined_table';
  end if;
  select * into last from tables.entity_shape s where s.entity_type = was order by s.shape desc limit 1;
  if not found then
    raise '% has no shape yet: palimpsest.know_shapes() gives it the first, before the table is renamed', was
      using errcode = 'object_not_in_prerequisite_state';
  end if;
  if exists (select from tables.entity_shape s where s.entity_type = now
      or s.steps @> jsonb_build_array(jsonb_build_object('type', now)) and s.entity_type <> was) then
    raise 'The name % is or was that of another table, and stays with its history', now using errcode = 'duplicate_object';
  end if;
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    update tables.entity_version t set entity_type = now where is_own(t, whom) and entity_type = was;
    update tables.tombstone t set entity_type = now where is_own(t, whom) and entity_type = was;
    update tables.history_start t set entity_type = now where is_own(t, whom) and entity_type = was;
    update tables.legal_hold t set entity_type = now where is_own(t, whom) and entity_type = was;
    update tables.past_reference t set entity_type = now where is_own(t, whom) and entity_type = was;
  end loop;
  perform palimpsest.work_for('{}');
  perform palimpsest.forget_all_summaries();
  update tables.retention_policy p set entity_type = case when p.entity_type = was then now else p.entity_type end,
    owners = (
      select coalesce(jsonb_agg(case when o ->> 'table' = was then o || jsonb_build_object('table', now) else o end), '[]')
      from jsonb_array_elements(p.owners) o)
  where p.entity_type = was or p.owners @> jsonb_build_array(jsonb_build_object('table', was));
  update tables.entity_shape set entity_type = now where entity_type = was;
  insert into tables.entity_shape (entity_type, shape, steps, columns)
  values (now, last.shape + 1, jsonb_build_array(jsonb_build_object('type', was)), last.columns);
end $$;
