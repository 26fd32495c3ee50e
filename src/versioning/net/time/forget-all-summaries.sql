-- Has all summaries made anew, of everybody, for migrations: values are summed up in the present shape of their tables.
--
-- callers: owner
create or replace function palimpsest.forget_all_summaries() returns void language plpgsql as $$
declare
  somebody jsonb;
  whom uuid;
begin
  -- A migration from before there were any.
  if to_regclass('tables.change_set_summary') is null then
    return;
  end if;
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    update tables.change_set_summary m set bits = null where is_own(m, whom) and bits is not null;
  end loop;
  perform palimpsest.work_for('{}');
end $$;
