-- How many of some numbers, none or one, a Bloom filter has been found to lack: not whether, so that the planner takes it for
-- rare that it lacks none.
--
-- bits: null: it is not made yet, and may have any
-- all_of: it must have each of these
-- any_of: it must have one of these; null: whichever
create or replace function palimpsest.bloom_lacks(bits bytea, all_of bigint[], any_of bigint[]) returns int
language plpgsql immutable cost 500 as $$
declare
  held bytea;
  last_bit bigint;
  hash bigint;
begin
  if bits is null or all_of = '{}' and any_of is null then
    return 0;
  end if;
  -- Fetched once.
  held := bits || '';
  last_bit := length(held)::bigint * 8 - 1;
  foreach hash in array all_of loop
    for n in 0..4 loop
      if get_bit(held, ((hash & 4294967295) + n * ((hash >> 32) & 4294967295 | 1)) & last_bit) = 0 then
        return 1;
      end if;
    end loop;
  end loop;
  if any_of is null then
    return 0;
  end if;
  foreach hash in array any_of loop
    for n in 0..4 loop
      exit when get_bit(held, ((hash & 4294967295) + n * ((hash >> 32) & 4294967295 | 1)) & last_bit) = 0;
      if n = 4 then
        return 0;
      end if;
    end loop;
  end loop;
  return 1;
end $$;
