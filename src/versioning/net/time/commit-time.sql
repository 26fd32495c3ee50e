-- When a transaction has committed, by the commit timestamps of PostgreSQL; null where these do not tell: they were switched
-- off, they have been truncated, or the transaction is one of another cluster.
--
-- number: of the transaction, as it is stored
-- written_at: when it wrote, which is before
--
-- callers: application
create or replace function palimpsest.commit_time(number xid8, written_at timestamptz) returns timestamptz
language plpgsql stable security definer set search_path from current as $$
declare
  known tables.transaction_numbering;
  own bigint;
  next constant bigint := pg_snapshot_xmax(pg_current_snapshot())::text::bigint;
  found_time timestamptz;
begin
  select * into known from tables.transaction_numbering n order by n.line desc limit 1;
  if number < known.own_since then
    return null;
  end if;
  own := number::text::bigint - coalesce(known.number_offset, 0);
  -- PostgreSQL takes the lower half of a number: one that is older than half of all would be taken for another.
  if own < 3 or own <= next - 2147483648 then
    return null;
  end if;
  found_time := pg_xact_commit_timestamp((own % 4294967296)::text::xid);
  -- Of a database that came from another cluster before anybody kept note of that, the number is somebody else's here.
  return case when found_time between written_at and written_at + interval '7 days' then found_time end;
end $$;
