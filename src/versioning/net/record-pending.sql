-- Records at once what the transaction has changed in a table so far, which else waits for its end: first all changes come to
-- wait, then they get their versions.
create or replace function palimpsest.record_pending(of_type text) returns void language plpgsql as $$
begin
  execute format('set constraints tables.%I immediate', of_type || '_history');
  set constraints tables.pending_change_record immediate;
  execute format('set constraints tables.%I deferred', of_type || '_history');
  set constraints tables.pending_change_record deferred;
end $$;
