-- At the end of the transaction, once, after all that changed rows past the application has come to wait: gives each of them
-- its version, those of a record in their order and else all of a table in one step, as many at a time as fit into memory.
--
-- callers: owner
create or replace function palimpsest.record_changes() returns trigger
language plpgsql security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  whom constant uuid := owner_of(new);
  own constant xid8 := new.xid;
  of_type text;
  described record;
  chunk record;
  lost record;
  -- The record that was reached last, none, and after which of its versions.
  none constant uuid := '00000000-0000-0000-0000-000000000000';
  passed uuid;
  reached int;
begin
  perform palimpsest.work_for(to_jsonb(new) - array['state']);
  for of_type in select distinct p.entity_type from tables.pending_change p
    where is_own(p, whom) and p.xid = own order by 1 loop
    select * into described from palimpsest.describe(of_type);
    if exists (
      select from pg_attribute a
      where a.attrelid = described.relation and palimpsest.made_here(a.xmin) and a.cmin::text::bigint > (
        select min(p.cmin::text::bigint) from tables.pending_change p
        where is_own(p, whom) and p.xid = own and p.entity_type = of_type)) then
      raise exception 'The table % was altered after rows of it were changed in the same transaction.', of_type
        using errcode = 'object_not_in_prerequisite_state', hint = 'Call palimpsest.record_pending before it is altered.';
    end if;
    -- Along the key and no join with itself: nobody knows beforehand how many wait, so that a plan of joins is made for few.
    passed := none;
    reached := -1;
    loop
      with next as materialized (
        select distinct on (p.entity_id) p.ctid as place, p.entity_id, p.version, p.operation, p.state, p.redacted
        from tables.pending_change p
        where is_own(p, whom) and p.xid = own and p.entity_type = of_type and (p.entity_id, p.version) > (passed, reached)
        order by p.entity_id, p.version
        limit 2000
      ), taken as (
        delete from tables.pending_change p where is_own(p, whom) and p.ctid = any (array(select n.place from next n))
      )
      select array_agg(n.entity_id) as ids, array_agg(n.version) as versions, array_agg(n.operation) as operations,
        array_agg(n.state || l.linked) as snapshots, array_agg(n.redacted) as redacted,
        (select n.entity_id from next n order by n.entity_id desc limit 1) as last
      into chunk
      from next n
      join palimpsest.linked_ids_of(array(select i.entity_id from next i), described.links, whom) l on l.record_id = n.entity_id;
      if chunk.ids is null then
        -- What is left has been changed several times.
        exit when reached < 0;
        passed := none;
        reached := -1;
        continue;
      end if;
      passed := chunk.last;
      reached := 2147483647;
      if palimpsest.write_versions(of_type, palimpsest.change_set_of_transaction(whom), described.keys,
           chunk.ids, chunk.versions, chunk.operations, chunk.snapshots, chunk.redacted, whom => whom) <> cardinality(chunk.ids) then
        select g.id, g.version into lost from unnest(chunk.ids, chunk.versions) as g(id, version)
        where not exists (
          select from tables.entity_version w where is_own(w, whom) and w.entity_id = g.id and w.version = g.version)
        limit 1;
        raise exception 'The history of % % has a gap before version %.', of_type, lost.id, lost.version using errcode = '23514';
      end if;
    end loop;
  end loop;
  return null;
end $$;
