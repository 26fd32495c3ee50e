-- Whether two descriptions of a column are of the same type, however it is written, and equally sensitive, or both of links.
-- Whether it may be null, or how the link table is called, is no part of a shape: no snapshot tells.
--
-- callers: owner
create or replace function palimpsest.same_column(one jsonb, other jsonb) returns boolean
language plpgsql stable set search_path from current as $$
begin
  return one ? 'links' = other ? 'links' and one -> 'sensitive' is not distinct from other -> 'sensitive'
    and to_regtype(one ->> 'type') is not distinct from to_regtype(other ->> 'type')
    and substring(replace(one ->> 'type', ' ', '') from '[(].*[)]')
      is not distinct from substring(replace(other ->> 'type', ' ', '') from '[(].*[)]');
end $$;
