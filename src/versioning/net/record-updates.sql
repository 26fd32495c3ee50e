-- After an UPDATE of a versioned table: each row that it changed comes to wait in pending_change for its version, as the
-- statement left it. The application gives its own changes theirs before the transaction ends, what came past it gets them from
-- record_changes. Only the rows decide; no setting of a client's could make a change look recorded. The idea of recording in a
-- trigger is supa_audit's.
--
-- Argument: sensitive columns as a text[] literal.
--
-- callers: owner
create or replace function palimpsest.record_updates() returns trigger
language plpgsql security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off
-- Nobody knows beforehand how many rows a statement changes: a plan that was made for few would compare each with all.
set enable_nestloop = off
set extra_float_digits = 1 set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' as $$
declare
  sensitive constant text[] := tg_argv[0]::text[];
  -- Of a row it is whose, as the session had it before.
  before tables.pending_change;
  whom uuid;
  own xid8;
begin
  owner_of(before) := palimpsest.working_for();
  -- A superuser changes rows of several at once.
  for whom in select distinct owner_of(n) from changed n loop
    if whom is distinct from palimpsest.working_for() then
      perform palimpsest.work_for((select to_jsonb(n) from changed n where is_own(n, whom) limit 1));
    end if;
    own := pg_current_xact_id();
    insert into tables.pending_change (xid, entity_id, version, entity_type, operation, state, redacted, is_first)
    select own, n.id, n.version, tg_table_name,
      case when o.deleted_at is null and n.deleted_at is not null then 'DELETE'
        when o.deleted_at is not null and n.deleted_at is null then 'RESTORE'
        else 'UPDATE' end,
      to_jsonb(n) - sensitive,
      case when sensitive = '{}' then '[]'
        else to_jsonb(array(select s from unnest(sensitive) s
          where (to_jsonb(n) -> s)::text <> coalesce(to_jsonb(o) -> s, 'null')::text)) end,
      row_number() over () = 1
        and not exists (select from tables.pending_change p where is_own(p, whom) and p.xid = own)
    from changed n
    join former o on o.id = n.id and is_own(o, whom)
    -- A row that stays at its version is as it was: keep_version sees to that.
    where is_own(n, whom) and (n.version <> o.version or n *<> o);
  end loop;
  if owner_of(before) is distinct from palimpsest.working_for() then
    perform palimpsest.work_for(to_jsonb(before));
  end if;
  return null;
end $$;
