-- The ids that each of some records is linked to, as snapshots hold them, in one query for all of them and all their links.
--
-- links: [{ key, table, owner, target }], the key in the snapshot, the link table and its two columns
-- whom: whose; null: whom the session works for
create or replace function palimpsest.linked_ids_of(record_ids uuid[], links jsonb, whom uuid default null)
returns table (record_id uuid, linked jsonb)
language plpgsql stable as $$
begin
  if links = '[]' then
    return query select r.id, '{}'::jsonb from unnest(record_ids) as r(id);
    return;
  end if;
  whom := coalesce(whom, palimpsest.working_for());
  return query execute (
    select format('select r.id, jsonb_build_object(%s) from unnest($1) as r(id)', string_agg(
      format('%L, (select coalesce(jsonb_agg(l.%2$I order by l.%2$I), ''[]'') from tables.%3$I l where is_own(l, $2) and l.%4$I = r.id)',
        l ->> 'key', l ->> 'target', l ->> 'table', l ->> 'owner'), ', '))
    from jsonb_array_elements(links) l) using record_ids, whom;
end $$;
