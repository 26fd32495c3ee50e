-- Why there is no instant of a name, as data: of a moment, a change set or a token, of which one is given. What belongs to
-- somebody else is told like what there is not.
--
-- of_types: the tables of which any record may be read at the instant
-- whom: whose; null: whom the session works for
--
-- returns null where there is one; else { argument: at | changeSet | snapshot, reason, from, until }, of which from and until,
-- where they are there, are the first and the last moment that can be asked for. Reasons: UNKNOWN, MALFORMED, FUTURE,
-- BEFORE (nothing had been recorded yet), NOT_KEPT (retention has removed what would be read)
create or replace function palimpsest.refused_instant(
  at timestamptz, change_set uuid, token text, of_types text[] default '{}', whom uuid default null)
returns jsonb language plpgsql stable set search_path from current set enable_seqscan = off as $$
declare
  argument constant text := case when at is not null then 'at' when change_set is not null then 'changeSet' else 'snapshot' end;
  instant constant pg_snapshot := case argument
    when 'at' then palimpsest.instant_at(at, whom)
    when 'changeSet' then palimpsest.instant_after(change_set, whom)
    else palimpsest.instant_of_token(token) end;
  kept_from timestamptz;
  reason text;
begin
  if instant is null then
    reason := case
      when argument = 'snapshot' and palimpsest.token_bytes(token) is null then 'MALFORMED'
      when argument <> 'at' then 'UNKNOWN'
      when at > transaction_timestamp() then 'FUTURE'
      else 'BEFORE' end;
    return jsonb_build_object('argument', argument, 'reason', reason) || case when argument = 'at'
      then jsonb_build_object('from', palimpsest.first_moment(whom), 'until', transaction_timestamp()) else '{}' end;
  end if;
  kept_from := palimpsest.kept_from(instant, of_types, whom);
  if kept_from is not null then
    return jsonb_build_object('argument', argument, 'reason', 'NOT_KEPT', 'from', kept_from, 'until', transaction_timestamp());
  end if;
  return null;
end $$;
