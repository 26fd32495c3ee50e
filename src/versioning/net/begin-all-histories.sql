-- Begins the history of all rows of a versioned table that have none, for everybody, for migrations: before values are
-- converted or dropped, for afterwards nothing would tell what they were.
--
-- returns: how many they were
--
-- callers: owner
create or replace function palimpsest.begin_all_histories(of_type text) returns bigint language plpgsql as $$
declare
  relation constant regclass := palimpsest.table_of(of_type);
  somebody jsonb;
  whom uuid;
  last uuid;
  records jsonb;
  begun bigint := 0;
begin
  perform palimpsest.require_bound();
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    last := '00000000-0000-0000-0000-000000000000';
    loop
      execute format($query$
        select jsonb_agg(to_jsonb(r) order by r.id) from (
          select * from %s t where is_own(t, $2) and t.id > $1
            and not exists (select from tables.entity_version v where is_own(v, $2) and v.entity_id = t.id)
          order by t.id limit 500) r$query$, relation)
        into records using last, whom;
      exit when records is null;
      begun := begun + palimpsest.begin_history(of_type, records, 'SQL', whom);
      last := records -> -1 ->> 'id';
    end loop;
  end loop;
  perform palimpsest.work_for('{}');
  return begun;
end $$;
