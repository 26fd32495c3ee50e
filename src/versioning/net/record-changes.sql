-- At the end of the transaction, once, after all that changed rows past the application has come to wait: gives each of them
-- its version, those of a record in their order and else all of a table in one step, as many at a time as fit into memory.
--
-- callers: owner
create or replace function palimpsest.record_changes() returns trigger
language plpgsql security definer
set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  own constant xid8 := new.xid;
  of_type text;
  described record;
  versions jsonb;
  lost jsonb;
begin
  perform palimpsest.work_for(to_jsonb(new) - array['state']);
  for of_type in select distinct p.entity_type from tables.pending_change p where p.xid = own order by 1 loop
    select * into described from palimpsest.describe(of_type);
    loop
      with next as materialized (
        select p.entity_id, p.version, p.operation, p.state, p.redacted from tables.pending_change p
        where p.xid = own and p.entity_type = of_type and not exists (
          select from tables.pending_change q where q.xid = own and q.entity_id = p.entity_id and q.version < p.version)
        limit 5000
      ), taken as (
        delete from tables.pending_change p using next n
        where p.xid = own and p.entity_id = n.entity_id and p.version = n.version
      )
      select jsonb_agg(jsonb_build_object('id', n.entity_id, 'version', n.version, 'operation', n.operation,
        'redacted', n.redacted, 'snapshot', n.state || l.linked))
      into versions
      from next n
      join palimpsest.linked_ids_of(array(select i.entity_id from next i), described.links) l on l.record_id = n.entity_id;
      exit when versions is null;
      if palimpsest.write_versions(of_type, palimpsest.change_set_of_transaction(), described.keys, versions)
         <> jsonb_array_length(versions) then
        select v into lost from jsonb_array_elements(versions) v
        where not exists (
          select from tables.entity_version w where w.entity_id = (v ->> 'id')::uuid and w.version = (v ->> 'version')::int)
        limit 1;
        raise exception 'The history of % % has a gap before version %.', of_type, lost ->> 'id', lost ->> 'version'
          using errcode = '23514';
      end if;
    end loop;
  end loop;
  return null;
end $$;
