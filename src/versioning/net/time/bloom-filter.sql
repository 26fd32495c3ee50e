-- A Bloom filter of some numbers: bloom_lacks says of a number that it is none of these, or that it may be one; of a hundred
-- that are not, one may. (Bloom 1970; two numbers give all positions: Kirsch, Mitzenmacher 2006.)
--
-- returns as many bits as a power of two, ten for each number or more; of very many numbers one that lacks none
create or replace function palimpsest.bloom_filter(hashes bigint[]) returns bytea language plpgsql immutable as $$
declare
  bytes constant int := 1 << greatest(6, ceil(log(2, greatest(cardinality(hashes), 1) * 10 / 8.0))::int);
begin
  if cardinality(hashes) > 50000 then
    return decode('ff', 'hex');
  end if;
  return (
    with chosen as (
      select (p.at >> 3)::int as byte, bit_or(1 << (p.at & 7)::int) as bits
      from unnest(hashes) hash cross join generate_series(0, 4) n
      cross join lateral (select ((hash & 4294967295) + n * ((hash >> 32) & 4294967295 | 1)) & (bytes * 8 - 1) as at) p
      group by 1)
    select decode(string_agg(lpad(to_hex(coalesce(c.bits, 0)), 2, '0'), '' order by byte), 'hex')
    from generate_series(0, bytes - 1) byte left join chosen c using (byte));
end $$;
