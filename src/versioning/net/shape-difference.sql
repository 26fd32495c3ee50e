-- In what two sets of columns differ, as a list of phrases; null where they do not.
--
-- callers: owner
create or replace function palimpsest.shape_difference(was jsonb, now jsonb) returns text
language plpgsql stable as $$
begin
  return (
    select string_agg(name || case
        when not was ? name then ' is new'
        when not now ? name then ' is gone'
        when (was -> name -> 'sensitive') is not distinct from (now -> name -> 'sensitive') then
          format(' was %s and is %s', coalesce(was -> name ->> 'type', 'links'), coalesce(now -> name ->> 'type', 'links'))
        when now -> name ? 'sensitive' then ' is sensitive now'
        else ' is no longer sensitive' end, ', ' order by name)
    from jsonb_object_keys(was || now) name
    where palimpsest.same_column(was -> name, now -> name) is not true);
end $$;
