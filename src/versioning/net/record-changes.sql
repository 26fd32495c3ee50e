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
  versions jsonb;
  lost jsonb;
  -- The record that was reached last, none, and after which of its versions.
  none constant uuid := '00000000-0000-0000-0000-000000000000';
  passed uuid;
  reached int;
begin
  perform palimpsest.work_for(to_jsonb(new) - array['state']);
  for of_type in select distinct p.entity_type from tables.pending_change p
    where is_own(p, whom) and p.xid = own order by 1 loop
    select * into described from palimpsest.describe(of_type);
    -- Along the key and no join with itself: nobody knows beforehand how many wait, so that a plan of joins is made for few.
    passed := none;
    reached := -1;
    loop
      with next as materialized (
        select distinct on (p.entity_id) p.ctid as place, p.entity_id, p.version, p.operation, p.state, p.redacted
        from tables.pending_change p
        where is_own(p, whom) and p.xid = own and p.entity_type = of_type and (p.entity_id, p.version) > (passed, reached)
        order by p.entity_id, p.version
        limit 5000
      ), taken as (
        delete from tables.pending_change p where is_own(p, whom) and p.ctid = any (array(select n.place from next n))
      )
      select jsonb_agg(jsonb_build_object('id', n.entity_id, 'version', n.version, 'operation', n.operation,
          'redacted', n.redacted, 'snapshot', n.state || l.linked)),
        (array_agg(n.entity_id order by n.entity_id desc))[1]
      into versions, passed
      from next n
      join palimpsest.linked_ids_of(array(select i.entity_id from next i), described.links, whom) l on l.record_id = n.entity_id;
      if versions is null then
        -- What is left has been changed several times.
        exit when reached < 0;
        passed := none;
        reached := -1;
        continue;
      end if;
      reached := 2147483647;
      if palimpsest.write_versions(of_type, palimpsest.change_set_of_transaction(whom), described.keys, versions, whom)
         <> jsonb_array_length(versions) then
        select v into lost from jsonb_array_elements(versions) v
        where not exists (
          select from tables.entity_version w
          where is_own(w, whom) and w.entity_id = (v ->> 'id')::uuid and w.version = (v ->> 'version')::int)
        limit 1;
        raise exception 'The history of % % has a gap before version %.', of_type, lost ->> 'id', lost ->> 'version'
          using errcode = '23514';
      end if;
    end loop;
  end loop;
  return null;
end $$;
