-- By what a part of a reason is found: all that are of the part are of the reason. None of what is shorter than three characters.
create or replace function palimpsest.reason_terms(reason text) returns setof text language sql immutable as $$
  -- Cut into characters once: substr would count from the first on, each time.
  select concat('reason ', t.first, t.second, t.third)
  from (
    select c.letter as first, lead(c.letter) over following as second, lead(c.letter, 2) over following as third
    from unnest(string_to_array(reason, null)) with ordinality c (letter, n) window following as (order by c.n)) t
  where t.third is not null
$$;
