-- The columns of a table as its shape of a moment describes them, the first shape for what is older; of one that is retired,
-- the last that it had.
--
-- moment: null: now
create or replace function palimpsest.columns_at(of_type text, moment timestamptz default null) returns jsonb
language plpgsql stable as $$
declare
  until constant timestamptz := coalesce(moment, 'infinity');
begin
  return (
    select s.columns from tables.entity_shape s where s.entity_type = of_type and s.columns <> '{}'
    order by s.since <= until desc, case when s.since <= until then - s.shape else s.shape end limit 1);
end $$;
