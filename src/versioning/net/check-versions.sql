-- After versions are written, by whomever: each continues the history of a record of its type and is none that retention has
-- removed, belongs to a change set of the same transaction, tells of a change that took place, is equal to its row where that
-- is at this version, and has its audit entry. A change that waits for it does so no longer, and is held against it. What took it
-- along is looked for at the end of the transaction, by check_version.
--
-- Whatever a version is held against is looked up by its key, `offset 0`: asked whether it is among them, PostgreSQL would read
-- all there is of somebody first.
--
-- callers: owner
create or replace function palimpsest.check_versions() returns trigger
language plpgsql security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off
set extra_float_digits = 1 set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' as $$
declare
  whom uuid;
  own constant xid8 := palimpsest.transaction_number();
  -- As PostgreSQL has it, by which changes wait.
  present constant xid8 := pg_current_xact_id();
  wrong record;
  of_type text;
  described record;
  linked text[];
  wrong_id uuid;
  wrong_version int;
  differs boolean;
begin
  whom := palimpsest.work_for((select to_jsonb(w) - array['snapshot'] from written w limit 1));
  select w.entity_type, w.entity_id, w.version,
    case
      when w.version > 1 and before.is_there is null or started.is_later then 'does not continue its history'
      when w.xid <> own or maker.is_there is null then 'is not of this transaction' end as reason
  into wrong
  from written w
  left join lateral (
    select true as is_there from tables.entity_version v
    where is_own(v, whom) and v.entity_id = w.entity_id and v.version = w.version - 1 and v.entity_type = w.entity_type
    offset 0) before on true
  left join lateral (
    select w.version < h.version or h.entity_type <> w.entity_type as is_later from tables.history_start h
    where is_own(h, whom) and h.entity_id = w.entity_id
    offset 0) started on true
  left join lateral (
    select true as is_there from tables.change_set s
    where is_own(s, whom) and s.id = w.change_set_id and s.xid = w.xid
    offset 0) maker on true
  order by reason limit 1;
  if wrong.reason is not null then
    raise exception 'Version % of % % %.', wrong.version, wrong.entity_type, wrong.entity_id, wrong.reason using errcode = '23514';
  end if;
  for of_type in select distinct w.entity_type from written w loop
    select * into described from palimpsest.describe(of_type);
    linked := array(select l ->> 'key' from jsonb_array_elements(described.links) l);
    execute format($query$
      select w.entity_id, w.version, t.version is not null and t.version = w.version
      from written w left join %s t on is_own(t, $4) and t.id = w.entity_id
      where w.entity_type = $1 and case
        when t.version is null then not exists (
          select from tables.tombstone d where is_own(d, $4) and d.entity_id = w.entity_id and d.entity_type = $1 and d.version >= w.version)
        when t.version = w.version then palimpsest.reads_differently(w.snapshot - $2, to_jsonb(t) - $3)
        else t.version < w.version end
      limit 1$query$, described.relation)
    into wrong_id, wrong_version, differs
    using of_type, linked, described.sensitive, whom;
    if wrong_id is null then
      with waiting as (
        select p.ctid as place, w.entity_id, w.version, palimpsest.reads_differently(w.snapshot - linked, p.state) as is_other
        from written w cross join lateral (
          select p.ctid, p.state from tables.pending_change p
          where is_own(p, whom) and p.xid = present and p.entity_id = w.entity_id and p.version = w.version
          offset 0) p
        where w.entity_type = of_type
      ), taken as (
        delete from tables.pending_change p where is_own(p, whom) and p.ctid = any (array(select w.place from waiting w))
      )
      select w.entity_id, w.version, true into wrong_id, wrong_version, differs from waiting w where w.is_other limit 1;
    end if;
    if differs then
      raise exception 'The snapshot of version % of % % differs from its row.', wrong_version, of_type, wrong_id
        using errcode = '23514';
    elsif wrong_id is not null then
      raise exception 'Version % of % % tells of no change.', wrong_version, of_type, wrong_id using errcode = '23514';
    end if;
  end loop;
  select w.entity_type, w.entity_id, w.version into wrong
  from written w
  left join lateral (
    select true as is_there from tables.audit_entry a
    where is_own(a, whom) and a.entity_id = w.entity_id and a.version = w.version and a.occurred_at = w.recorded_at
      -- All of them may be of one change set: an index on that is no way to find one of them.
      and a.change_set_id is not distinct from w.change_set_id
    offset 0) entry on true
  where entry.is_there is null
  limit 1;
  if found then
    raise exception 'Version % of % % has no audit entry.', wrong.version, wrong.entity_type, wrong.entity_id using errcode = '23514';
  end if;
  return null;
end $$;
