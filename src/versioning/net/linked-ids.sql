-- The ids a record is linked to, as snapshots hold them.
--
-- links: [{ key, table, owner, target }], the key in the snapshot, the link table and its two columns
create or replace function palimpsest.linked_ids(record_id uuid, links jsonb) returns jsonb
language plpgsql stable as $$
declare
  link jsonb;
  ids jsonb;
  result jsonb := '{}';
begin
  for place in 0 .. jsonb_array_length(links) - 1 loop
    link := links -> place;
    execute format('select coalesce(jsonb_agg(%1$I order by %1$I), ''[]'') from tables.%2$I where %3$I = $1',
      link ->> 'target', link ->> 'table', link ->> 'owner') into ids using record_id;
    result := result || jsonb_build_object(link ->> 'key', ids);
  end loop;
  return result;
end $$;
