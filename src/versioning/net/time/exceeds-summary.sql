-- Whether some sealed change sets hold more than is summed up: one summary must not take long, however
-- much anybody writes. No more is read than it takes to tell.
--
-- first_place, last_place: between which they stand
-- whom: whose
--
-- callers: owner
create or replace function palimpsest.exceeds_summary(first_place bigint, last_place bigint, whom uuid) returns boolean
language plpgsql stable set search_path from current as $$
declare
  most_versions constant int := 2000;
  -- Of the values themselves: what a value takes where it is stored may be a hundredth of it.
  most_bytes constant bigint := 16 * 1024 * 1024;
  most_of_reasons constant bigint := 256 * 1024;
begin
  return (
    select sum(octet_length(c.reason)) > most_of_reasons
    from tables.sealed_change_set s join tables.change_set c on is_own(c, whom) and c.id = s.change_set_id
    where is_own(s, whom) and s.place between first_place and last_place
  ) or exists (
    -- Added up row by row, so that it ends with the one that is too much.
    select from (
      select sum(octet_length(v.snapshot::text)) over so_far as bytes, count(*) over so_far as versions
      from tables.sealed_change_set s join tables.entity_version v on is_own(v, whom) and v.change_set_id = s.change_set_id
      where is_own(s, whom) and s.place between first_place and last_place window so_far as (rows unbounded preceding)) r
    where r.bytes > most_bytes or r.versions > most_versions);
end $$;
