-- Tells who looks for the owners of a table's records that the column which refers to them is called otherwise, or is gone:
-- holds and purges within the same migration would look for it in vain. `migrate up` tells it anew at the end.
--
-- now: null where it is gone
--
-- callers: owner
create or replace function palimpsest.move_owner_column(of_type text, was text, now text) returns void
language plpgsql as $$
begin
  update tables.retention_policy p set owners = (
    select coalesce(jsonb_agg(case when o ->> 'column' = was then o || jsonb_build_object('column', now) else o end), '[]')
    from jsonb_array_elements(p.owners) o where now is not null or o ->> 'column' <> was)
  where p.entity_type = of_type and p.owners @> jsonb_build_array(jsonb_build_object('column', was));
end $$;
