-- The entries of everybody in a partition of the audit log, each as a line of JSON with all its columns, in no order.
--
-- callers: owner
create or replace function palimpsest.audit_lines(partition regclass) returns table (occurred_at timestamptz, id uuid, line text)
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  somebody jsonb;
  whom uuid;
begin
  for somebody in select * from palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    return query execute format('select e.occurred_at, e.id, row_to_json(e)::text from %s e where is_own(e, $1)', partition) using whom;
  end loop;
  perform palimpsest.work_for('{}');
end $$;
