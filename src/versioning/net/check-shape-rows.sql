-- Refuses a shape whose steps give the rows of its table, as they are, other values than they have: of columns that came,
-- and of columns whose values became others.
--
-- last_shape: the one before the present
--
-- callers: owner
create or replace function palimpsest.check_shape_rows(of_type text, last_shape int, added text[], converted text[])
returns void language plpgsql set enable_seqscan to default as $$
declare
  relation constant regclass := palimpsest.table_of(of_type);
  steps constant jsonb := palimpsest.steps_of(of_type);
  given constant jsonb := palimpsest.take_steps('{}', steps, last_shape - 1);
  somebody jsonb;
  whom uuid;
  stray uuid;
  stray_column text;
begin
  if added = '{}' and converted = '{}' then
    return;
  end if;
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    if added <> '{}' then
      execute format($query$
        select t.id, key from %s t cross join unnest($1) key
        where is_own(t, $3) and (to_jsonb(t) -> key)::text is distinct from ($2 -> key)::text limit 1$query$, relation)
        into stray, stray_column using added, given, whom;
    end if;
    if stray is null and converted <> '{}' then
      execute format($query$
        select t.id, key from %s t
        join tables.entity_version v on is_own(v, $3) and v.entity_id = t.id and v.version = t.version
        cross join lateral (select palimpsest.take_steps(v.snapshot, $2, v.shape - 1) as state offset 0) u
        cross join unnest($1) key
        where is_own(t, $3) and (to_jsonb(t) -> key)::text is distinct from (u.state -> key)::text limit 1$query$, relation)
        into stray, stray_column using converted, steps, whom;
    end if;
    if stray is not null then
      raise 'The steps of the new shape of % give its % another % than the row has', of_type, stray, stray_column
        using errcode = 'check_violation',
          hint = 'Convert rows as the steps say, or change them before, by palimpsest.change_data().';
    end if;
  end loop;
  perform palimpsest.work_for('{}');
end $$;
