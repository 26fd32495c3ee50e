-- Whether two states are not the same as history holds them: what is equal to PostgreSQL may read differently (1.5 and 1.50).
-- Their texts are made only where their bytes do not tell.
create or replace function palimpsest.reads_differently(one jsonb, other jsonb) returns boolean
language sql immutable as $$
  select case when row(one)::record *= row(other)::record then false else one <> other or one::text <> other::text end
$$;
