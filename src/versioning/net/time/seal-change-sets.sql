-- Gives change sets their durable place: all that have committed since the last time, of everybody, as far as the number goes.
-- Nobody waits for it, and it for nobody: what is open is sealed when it has committed.
--
-- most: about how many
--
-- returns how many were sealed, and whether that was not all
--
-- callers: application
create or replace function palimpsest.seal_change_sets(most int, out sealed bigint, out is_behind boolean)
language plpgsql strict security definer set search_path from current as $$
declare
  somebody jsonb;
  through pg_snapshot;
  added bigint;
  -- What has not been summed up yet is searched one by one, so there is no hurry.
  summaries_due int := 50;
begin
  perform palimpsest.require_read_committed();
  -- It sees its own change sets as if they had committed: what it changes afterwards would have a place before what it saw.
  if pg_current_xact_id_if_assigned() is not null then
    raise exception 'Change sets are sealed in a transaction of its own, which has changed nothing.' using errcode = '25001';
  end if;
  -- Two would give one place twice, which the key refuses.
  perform pg_advisory_xact_lock(5046126);
  sealed := 0;
  is_behind := false;
  if not exists (
    select from tables.transaction_numbering n
    where n.identity = palimpsest.cluster_identity() and n.line = (select max(l.line) from tables.transaction_numbering l)) then
    perform palimpsest.know_cluster();
  end if;
  through := palimpsest.current_snapshot();
  -- In any order, so that whoever has most to be sealed keeps nobody else waiting.
  for somebody in select e from palimpsest.everyone() e order by random() loop
    if sealed >= most then
      is_behind := true;
      exit;
    end if;
    perform palimpsest.work_for(somebody);
    added := palimpsest.seal_next(through, (most - sealed)::int);
    -- About so many may be a few less.
    is_behind := is_behind or added >= (most - sealed) / 2;
    sealed := sealed + added;
    if summaries_due > 0 then
      summaries_due := summaries_due - palimpsest.sum_up_change_sets(summaries_due, now() + interval '1 second');
    end if;
  end loop;
  perform palimpsest.work_for('{}');
end $$;
