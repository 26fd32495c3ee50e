-- Refuses to go on where a row of a versioned table has no history: its values of before a change would be lost.
--
-- callers: owner
create or replace function palimpsest.require_histories(of_type text) returns void
language plpgsql set enable_seqscan to default as $$
declare
  somebody jsonb;
  whom uuid;
  stray uuid;
begin
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    execute format('select t.id from %s t where is_own(t, $1)
        and not exists (select from tables.entity_version v where is_own(v, $1) and v.entity_id = t.id) limit 1',
      palimpsest.table_of(of_type)) into stray using whom;
    if stray is not null then
      raise 'The % % has no history, and the steps of the new shape leave nothing of what it was', of_type, stray
        using errcode = 'object_not_in_prerequisite_state',
          hint = format('Begin it before the table is altered, by palimpsest.begin_all_histories(%L).', of_type);
    end if;
  end loop;
  perform palimpsest.work_for('{}');
end $$;
