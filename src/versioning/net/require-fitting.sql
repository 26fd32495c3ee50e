-- Refuses to go on where values of a column do not fit what it is to be, and says how many rows have such and which is one,
-- for migrations, before they convert the column: what each value becomes must_fit says.
--
-- type: as format_type writes it; replaced: what values become beforehand, by their text; among: what it must be then,
--   null: anything of the type
--
-- callers: owner
create or replace function palimpsest.require_fitting(of_type text, column_name text, type text, replaced jsonb, among text[])
returns void language plpgsql set search_path from current set timezone = 'UTC'
set extra_float_digits = 1 set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' as $$
declare
  somebody jsonb;
  whom uuid;
  misfits bigint := 0;
  example text;
  found_misfits bigint;
  found_example text;
begin
  perform palimpsest.require_bound();
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    execute format($query$
      select count(*), min(t.id::text) from tables.%I t
      cross join lateral (select to_jsonb(t.%I) #>> '{}' as value offset 0) former
      cross join lateral (
        select case when $1 ? former.value then $1 ->> former.value else former.value end as value offset 0) present
      where is_own(t, $4) and present.value is not null
        and (palimpsest.cast_text(present.value, $2) is null or present.value <> all ($3))$query$, of_type, column_name)
      into found_misfits, found_example using replaced, type, among, whom;
    misfits := misfits + found_misfits;
    example := coalesce(example, found_example);
  end loop;
  perform palimpsest.work_for('{}');
  if misfits > 0 then
    raise '% of % (%): % is to be %; change % first, by palimpsest.change_data at the beginning of this migration',
      case when misfits = 1 then '1 row' else misfits || ' rows' end,
      of_type || case when misfits = 1 then ' does not fit' else ' do not fit' end,
      case when misfits > 1 then 'such as ' else '' end || example, column_name,
      coalesce('one of ' || array_to_string(among, ', '), type), case when misfits = 1 then 'it' else 'them' end
      using errcode = 'data_exception';
  end if;
end $$;
