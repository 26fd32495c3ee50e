-- At the end of the transaction, for each version written, by whomever: it continues the history of a record of its type and
-- is none that retention has removed, belongs to a change set of the same transaction, has its audit entry, tells of a
-- change that took place, and was caused by what owns it, if by anything.
--
-- callers: owner
create or replace function palimpsest.check_version() returns trigger
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  version_before constant int := new.version - 1;
  continues boolean;
  together boolean;
  audited boolean;
  relation regclass;
  live_version int;
begin
  perform palimpsest.work_for(to_jsonb(new));
  select (new.version = 1 or exists (
      select from tables.entity_version v where v.entity_id = new.entity_id and v.version = version_before
        and v.entity_type = new.entity_type))
    and not exists (
      select from tables.history_start h where h.entity_id = new.entity_id
        and (new.version < h.version or h.entity_type <> new.entity_type)),
    new.xid = pg_current_xact_id() and exists (
      select from tables.change_set s where s.id = new.change_set_id and s.xid = new.xid),
    exists (
      select from tables.audit_entry a where a.entity_id = new.entity_id and a.version = new.version
        and a.change_set_id = new.change_set_id and a.occurred_at = new.recorded_at)
  into continues, together, audited;
  if not continues then
    raise exception 'Version % of % % does not continue its history.', new.version, new.entity_type, new.entity_id using errcode = '23514';
  end if;
  if not together then
    raise exception 'Version % of % % is not of this transaction.', new.version, new.entity_type, new.entity_id using errcode = '23514';
  end if;
  -- No caller's name: nobody but the owner's functions writes versions.
  relation := to_regclass('tables.' || quote_ident(new.entity_type));
  if relation is null then
    raise exception '% is not a versioned table.', new.entity_type using errcode = '42P01';
  end if;
  execute format('select version from %s where id = $1', relation) into live_version using new.entity_id;
  if live_version is null or live_version < new.version then
    if live_version is not null or not exists (
      select from tables.tombstone t where t.entity_id = new.entity_id and t.entity_type = new.entity_type and t.version >= new.version) then
      raise exception 'Version % of % % tells of no change.', new.version, new.entity_type, new.entity_id using errcode = '23514';
    end if;
  end if;
  -- What took it along owns it, or what owns it was taken along by the same, which is checked of its own version.
  if new.cause_id is not null and not (new.cause_id <> new.entity_id and new.operation in ('DELETE', 'RESTORE') and exists (
    select from tables.retention_policy p cross join jsonb_to_recordset(p.owners) as o("column" text, "table" text)
    join tables.entity_version c on c.entity_id = (new.snapshot ->> o."column")::uuid and c.entity_type = o."table"
    where p.entity_type = new.entity_type and c.entity_id <> new.entity_id
      and c.change_set_id = new.change_set_id and c.operation = new.operation
      and new.cause_id in (c.entity_id, c.cause_id))) then
    raise exception 'Version % of % % names a cause that did not take it along.', new.version, new.entity_type, new.entity_id
      using errcode = '23514';
  end if;
  if not audited then
    raise exception 'Version % of % % has no audit entry.', new.version, new.entity_type, new.entity_id using errcode = '23514';
  end if;
  return null;
end $$;
