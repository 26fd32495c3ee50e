-- Gives change sets their durable place: all that have committed since the last time, of everybody, as far as the number goes.
-- Nobody waits for it, and it for nobody: what is open is sealed when it has committed. Those are asked who have changed
-- something since all was sealed.
--
-- most: about how many
-- whole: whether everybody is asked: rows may have come otherwise than by a commit
--
-- returns how many were sealed, and whether that was not all
--
-- callers: application
create or replace function palimpsest.seal_change_sets(
  most int, out sealed bigint, out is_behind boolean, whole boolean default true)
language plpgsql strict security definer set search_path from current as $$
declare
  somebody jsonb;
  whom uuid;
  since pg_snapshot;
  now_seen pg_snapshot;
  last record;
  is_complete boolean := true;
  is_news boolean := false;
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
  now_seen := palimpsest.current_snapshot();
  if not whole then
    select p.through into since from tables.sealing_progress p;
  end if;
  -- In any order, so that whoever has most to be sealed keeps nobody else waiting.
  for somebody in select e from palimpsest.everyone_since(since) e order by random() loop
    is_news := true;
    if sealed >= most then
      is_behind := true;
      exit;
    end if;
    whom := palimpsest.work_for(somebody);
    select * into last from palimpsest.seal_next(now_seen, (most - sealed)::int, whom);
    sealed := sealed + last.sealed;
    is_complete := is_complete and last.is_complete;
    is_behind := is_behind or last.sealed > 0 and not last.is_complete;
  end loop;
  perform palimpsest.work_for('{}');
  if is_complete and not is_behind and (is_news or since is null) then
    insert into tables.sealing_progress as p (id, through) values (1, now_seen)
    on conflict on constraint sealing_progress_pkey do update set through = excluded.through;
  end if;
end $$;
