-- The stored numbers of transactions can be compared as long as they grow. This notices where they would not: the rows are in
-- another cluster or database than before, as after a dump was restored, or the cluster counts from the beginning again. Then it
-- begins a new line of numbers, with an offset that puts all new ones above those that are stored. A line has keys of its own: a
-- snapshot token from where the rows came from is known by them, and holds here only for the rows that came along.
--
-- Called by migrate up, when a server starts, and before new change sets are sealed. While numbers are raised nobody can write.
--
-- returns whether a line has begun now
--
-- callers: application
create or replace function palimpsest.know_cluster() returns boolean
language plpgsql security definer set search_path from current as $$
declare
  identity constant text := palimpsest.cluster_identity();
  stored bigint := coalesce(palimpsest.greatest_number(), 0);
  known tables.transaction_numbering;
  raised bigint;
  is_same_cluster boolean;
begin
  select * into known from tables.transaction_numbering n order by n.line desc limit 1;
  if known.identity = identity and pg_snapshot_xmax(palimpsest.current_snapshot())::text::bigint > stored then
    return false;
  end if;
  lock table tables.transaction_numbering in share row exclusive mode;
  select * into known from tables.transaction_numbering n order by n.line desc limit 1;
  raised := coalesce(known.number_offset, 0);
  is_same_cluster := known.line is null or split_part(known.identity, '/', 1) = split_part(identity, '/', 1);
  -- Whether new numbers would not be above the stored ones. In another cluster those of its open transactions count as new, too.
  if (case when is_same_cluster then pg_snapshot_xmax(pg_current_snapshot()) else pg_snapshot_xmin(pg_current_snapshot()) end)::text::bigint
    + raised <= stored then
    lock table tables.change_set in share mode;
    stored := coalesce(palimpsest.greatest_number(), 0);
    raised := greatest(raised, stored + 1 - pg_snapshot_xmin(pg_current_snapshot())::text::bigint);
    is_same_cluster := false;
  elsif known.identity = identity then
    return false;
  end if;
  update tables.transaction_numbering n set last_number = stored::text::xid8 where n.line = known.line;
  insert into tables.transaction_numbering (line, identity, number_offset, own_since, inner_key, outer_key)
  values (coalesce(known.line, 0) + 1, identity, raised,
    case when is_same_cluster then coalesce(known.own_since, '3') else (stored + 1)::text::xid8 end,
    -- 64 bytes each, of which 61 are random.
    uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()),
    uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()));
  return true;
end $$;
