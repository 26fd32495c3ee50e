-- The ids a record is linked to, as snapshots hold them.
--
-- links, whom: as for linked_ids_of
create or replace function palimpsest.linked_ids(record_id uuid, links jsonb, whom uuid default null) returns jsonb
language plpgsql stable as $$
begin
  if links = '[]' then
    return '{}';
  end if;
  return (select l.linked from palimpsest.linked_ids_of(array[record_id], links, whom) l);
end $$;
