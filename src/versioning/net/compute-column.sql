-- Fills a column of all rows by an expression over each record as it was, for migrations. It works for everybody in turn, so
-- that the expression finds what it looks up, and fires no trigger: a change of shape is no version.
--
-- expression: over a column called state, the record as a snapshot has it; type: of the column, as format_type writes it
-- record: sensitive: columns that the state has not; links: as for linked_ids; aside: the column that has the former values
--   of the one that is filled, where there were any
--
-- callers: owner
create or replace function palimpsest.compute_column(of_type text, column_name text, expression text, type text, record jsonb)
returns void language plpgsql set search_path from current set timezone = 'UTC'
set extra_float_digits = 1 set datestyle = 'ISO, YMD' set intervalstyle = 'postgres' set bytea_output = 'hex' as $$
declare
  relation constant regclass := 'tables.' || quote_ident(of_type);
  sensitive constant text[] := array(select jsonb_array_elements_text(record -> 'sensitive'));
  aside constant text := coalesce(record ->> 'aside', '');
  somebody jsonb;
  whom uuid;
begin
  perform palimpsest.require_bound();
  execute format('alter table %s disable trigger user', relation);
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    execute format('update %s r set %I = palimpsest.must_compute(
        (to_jsonb(r) - $1 - $2)
          || case when $2 = '''' then ''{}'' else jsonb_build_object($3, to_jsonb(r) -> $2) end
          || palimpsest.linked_ids(r.id, $4, $8), $5, $6, $7, $3)::%s where is_own(r, $8)', relation, column_name, type)
      using sensitive, aside, column_name, record -> 'links', expression, type, of_type, whom;
  end loop;
  perform palimpsest.work_for('{}');
  execute format('alter table %s enable trigger user', relation);
end $$;
