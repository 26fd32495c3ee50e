-- Makes the primary key of every table of tenants begin with the tenant, for migrations: under a key over all tenants, whoever
-- writes past the server takes ids from others, and learns which they have. A table whose key does so is left alone. What
-- refers to the others does so anew, and indexes that the new keys serve go. Nobody reads or writes them meanwhile.
--
-- Fails with 55P03 where a long transaction is in the way.
--
-- callers: owner
create or replace function palimpsest.key_by_tenant() returns void language plpgsql set search_path from current as $$
declare
  -- What they are, the name of the key, and its columns to be, as numbers and as text.
  keyed constant jsonb := coalesce(jsonb_agg(jsonb_build_object(
      'relation', c.oid::regclass, 'key', k.conname, 'numbers', to_jsonb(t.attnum || k.conkey), 'columns', 'tenant_id, ' || (
        select string_agg(quote_ident(a.attname), ', ' order by place)
        from unnest(k.conkey) with ordinality as listed (attnum, place)
        join pg_attribute a on a.attrelid = c.oid and a.attnum = listed.attnum)) order by c.relname), '[]')
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid
    join pg_attribute t on t.attrelid = c.oid and t.attname = 'tenant_id'
    where k.contype = 'p' and k.conkey[1] <> t.attnum and not c.relispartition
      and c.relnamespace = (select s.relnamespace from pg_class s where s.oid = 'tables.organization'::regclass);
  -- What has nothing but columns that the new key begins with, in its order, and keeps no others apart than it does.
  served constant regclass[] := array(
    select i.indexrelid::regclass
    from jsonb_array_elements(keyed) k
    join pg_index i on i.indrelid = (k ->> 'relation')::regclass
    join pg_class x on x.oid = i.indexrelid
    where not i.indisprimary and x.relam = (select m.oid from pg_am m where m.amname = 'btree')
      and i.indpred is null and i.indexprs is null and i.indnkeyatts = i.indnatts and 0 = all (i.indoption::int2[])
      and to_jsonb(string_to_array(i.indkey::text, ' ')::int[])
        = jsonb_path_query_array(k -> 'numbers', '$[0 to $last]', jsonb_build_object('last', i.indnatts - 1))
      and (not i.indisunique or i.indnatts = jsonb_array_length(k -> 'numbers')));
  refers constant jsonb := coalesce(jsonb_agg(jsonb_build_object(
      'relation', f.conrelid::regclass, 'name', f.conname, 'definition', pg_get_constraintdef(f.oid))), '[]')
    from pg_constraint f
    where f.contype = 'f' and f.conparentid = 0 and (f.conindid = any (served) or exists (
      select from pg_index i join jsonb_array_elements(keyed) k on i.indrelid = (k ->> 'relation')::regclass
      where i.indexrelid = f.conindid and i.indisprimary));
  relations constant regclass[] := array(
    select distinct (r ->> 'relation')::regclass from jsonb_array_elements(keyed || refers) r);
  forced constant regclass[] := array(
    select c.oid::regclass from pg_class c where c.oid = any (relations) and c.relforcerowsecurity);
  statement text;
begin
  perform palimpsest.lock_patiently(array(
    select format('lock table %s in access exclusive mode', relation) from unnest(relations) relation));
  foreach statement in array
    array(select format('alter table %s drop constraint %I', r ->> 'relation', r ->> 'name') from jsonb_array_elements(refers) r)
    || array(select case when k.oid is null then format('drop index %s', index)
        else format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) end
      from unnest(served) index left join pg_constraint k on k.conindid = index and k.contype = 'u')
    || array(select format('alter table %s drop constraint %I, add constraint %2$I primary key (%s)',
        k ->> 'relation', k ->> 'key', k ->> 'columns') from jsonb_array_elements(keyed) k)
    -- Under policies that bind the owner each reference would be looked up by itself.
    || array(select format('alter table %s no force row level security', relation) from unnest(forced) relation)
    || array(select format('alter table %s add constraint %I %s', r ->> 'relation', r ->> 'name', r ->> 'definition')
      from jsonb_array_elements(refers) r)
    || array(select format('alter table %s force row level security', relation) from unnest(forced) relation)
  loop
    execute statement;
  end loop;
end $$;
