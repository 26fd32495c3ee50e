-- Records at once what the transaction has changed in a table so far, which else waits for its end.
create or replace function palimpsest.record_pending(of_type text) returns void language plpgsql as $$
begin
  execute format('set constraints tables.%I immediate', of_type || '_history');
  execute format('set constraints tables.%I deferred', of_type || '_history');
end $$;
