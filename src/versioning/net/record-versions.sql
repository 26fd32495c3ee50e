-- Writes the versions of records that the transaction has changed, for the application. What it alone can know it says:
-- which records, what was meant, what took a record along. All else the database makes by itself out of the rows as they
-- stand: snapshot, links, what changed, before and after, when, and in which transaction. A record whose version before is
-- missing is left out, and whoever says how many versions there must be is refused where that makes fewer of them.
--
-- changes, in the order in which history is to have them: [{ id, operation, cause_id, redacted: [column] }], the last of
-- which are the sensitive columns that changed: what the rows tell of them counts
--
-- expected: how many; absent where the caller compares the count that is returned
--
-- whom: whose; null: whom the session works for
--
-- callers: application
create or replace function palimpsest.record_versions(
  of_type text, in_change_set uuid, changes jsonb, expected bigint default null, whom uuid default null)
returns bigint language plpgsql security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off
set extra_float_digits = 1 set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' as $$
declare
  own constant xid8 := palimpsest.transaction_number();
  described record;
  ids uuid[];
  versions int[];
  operations text[];
  snapshots jsonb[];
  redacted jsonb[];
  causes uuid[];
  before_us uuid;
  written bigint := 0;
begin
  whom := coalesce(whom, palimpsest.working_for());
  if not exists (select from tables.change_set s
    where is_own(s, whom) and s.id = in_change_set and s.xid = own and s.recorded_at >= now()) then
    raise exception 'The change set % is not of this transaction.', in_change_set using errcode = '23514';
  end if;
  select * into described from palimpsest.describe(of_type);
  execute format($query$
    select array_agg(t.id order by c.place), array_agg(t.version order by c.place),
      -- What was removed and is made again goes on with its history.
      array_agg(case
        when c.operation = 'CREATE' and exists (select from tables.tombstone d where is_own(d, $4) and d.entity_id = t.id) then 'RESTORE'
        else c.operation end order by c.place),
      array_agg((r.state - $2) || l.linked order by c.place),
      array_agg(to_jsonb(array(
        select s from unnest($2) s
        where case when t.version = 1 then r.state ->> s is not null else coalesce(p.redacted, c.redacted) ? s end)) order by c.place),
      array_agg(c.cause_id order by c.place),
      (array_agg(t.id) filter (where t.version = 1 and not palimpsest.made_here(t.xmin)))[1]
    from rows from (jsonb_to_recordset($1) as (id uuid, operation text, cause_id uuid, redacted jsonb))
      with ordinality as c(id, operation, cause_id, redacted, place)
    join %s t on is_own(t, $4) and t.id = c.id
    join palimpsest.linked_ids_of(array(select i.id from jsonb_to_recordset($1) as i(id uuid)), $3, $4) l on l.record_id = t.id
    cross join lateral (select to_jsonb(t) as state offset 0) r
    left join lateral (
      select w.redacted from tables.pending_change w
      where is_own(w, $4) and w.xid = $5 and w.entity_id = t.id and w.version = t.version
      offset 0) p on true$query$, described.relation)
  into ids, versions, operations, snapshots, redacted, causes, before_us
  using changes, described.sensitive, described.links, whom, pg_current_xact_id();
  if before_us is not null then
    raise exception 'The % % was there before this transaction, and is not made by it.', of_type, before_us using errcode = '23514';
  elsif ids is not null then
    written := palimpsest.write_versions(of_type, in_change_set, described.keys,
      ids, versions, operations, snapshots, redacted, causes, whom);
  end if;
  if written <> expected then
    raise exception 'The history of % has a gap: % of % versions are recorded.', of_type, written, expected
      using errcode = '23514', constraint = 'history_gap';
  end if;
  return written;
end $$;
