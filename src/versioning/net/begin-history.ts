import { asOwner, type SqlFunction } from './sql-function.js';

/** What the triggers of a versioned table were declared with, which says how a snapshot of its rows is made. */
export const description: SqlFunction = {
  signature: 'description(text)',
  callers: 'owner',
  definition: `
create or replace function palimpsest.description(of_type text, out sensitive text[], out keys text[], out links jsonb)
language plpgsql stable ${asOwner} as $$
declare
  args text[];
begin
  select string_to_array(encode(t.tgargs, 'escape'), '\\000') into args from pg_trigger t
  where t.tgrelid = to_regclass(quote_ident(of_type)) and t.tgname = of_type || '_history';
  if args is null then
    raise exception '% is not a versioned table.', of_type using errcode = '42P01';
  end if;
  sensitive := args[1]::text[];
  keys := args[2]::text[];
  links := args[3]::jsonb;
end $$`,
};

/**
 * Gives rows that were there before their history, as those of a table that has become versioned, their version 1. It
 * belongs to a change set of its own, for it is no change of whoever works. Rows that have a history are left alone.
 *
 * records: the rows, as to_jsonb gives them
 */
export const beginHistory: SqlFunction = {
  signature: 'begin_history(text, jsonb, text)',
  callers: 'owner',
  definition: `
create or replace function palimpsest.begin_history(of_type text, records jsonb, source text) returns bigint
language plpgsql ${asOwner} as $$
declare
  described record;
  beginnings jsonb;
  later jsonb;
  change_set_id uuid;
begin
  select * into described from palimpsest.description(of_type);
  select jsonb_agg(jsonb_build_object('id', r -> 'id', 'version', 1, 'operation', 'CREATE', 'snapshot',
      r - described.sensitive || palimpsest.linked_ids((r ->> 'id')::uuid, described.links))),
    (jsonb_agg(r) filter (where r ->> 'version' <> '1')) -> 0
  into beginnings, later
  from jsonb_array_elements(records) r
  where not exists (select from entity_version v where v.entity_id = (r ->> 'id')::uuid);
  if later is not null then
    raise exception 'The % % is at version %, and its history is missing.', of_type, later ->> 'id', later ->> 'version'
      using errcode = '23514';
  elsif beginnings is null then
    return 0;
  end if;
  select id into change_set_id from change_set
  where xid = pg_current_xact_id() and recorded_at >= now() and actor_kind = 'SYSTEM' and operation_name = 'backfill' limit 1;
  if change_set_id is null then
    insert into change_set (id, actor_kind, actor_id, reason, operation_name, source)
    values (gen_random_uuid(), 'SYSTEM', 'palimpsest', 'History begins: the row was there before its history.', 'backfill', source)
    returning id into change_set_id;
  end if;
  return palimpsest.write_versions(of_type, change_set_id, described.keys, beginnings);
end $$`,
};

/** The same for those of some rows that have no history, locked until the transaction ends, and how many they were. */
export const beginHistories: SqlFunction = {
  signature: 'begin_histories(text, uuid[], text)',
  callers: 'application',
  definition: `
create or replace function palimpsest.begin_histories(of_type text, ids uuid[], source text default 'CLI') returns bigint
language plpgsql ${asOwner} as $$
declare
  records jsonb;
begin
  perform palimpsest.description(of_type);
  execute format('select jsonb_agg(to_jsonb(t)) from (select * from %I where id = any ($1) order by id for no key update) t', of_type)
    into records using ids;
  return palimpsest.begin_history(of_type, coalesce(records, '[]'), source);
end $$`,
};

/**
 * Before a row changes that is at version 1 and has no history: whether it needs one. A row that this very transaction
 * has made, past the recorder or not, gets its version in time.
 */
export const beginHistoryOfRow: SqlFunction = {
  signature: 'begin_history_of_row(text, jsonb)',
  callers: 'owner',
  definition: `
create or replace function palimpsest.begin_history_of_row(of_type text, record jsonb) returns void
language plpgsql ${asOwner} as $$
declare
  own constant bigint := pg_current_xact_id()::text::bigint;
  made_by bigint;
  later bigint;
begin
  perform palimpsest.work_for(record);
  if exists (select from entity_version v where v.entity_id = (record ->> 'id')::uuid) then
    return;
  end if;
  execute format('select xmin::text::bigint from %I where id = $1', of_type) into made_by using (record ->> 'id')::uuid;
  -- Savepoints have numbers of their own, later than their transaction's, and are under way as long as it is. Rows have
  -- the lower half of the number, hence the distance.
  later := (made_by - own % 4294967296 + 6442450944) % 4294967296 - 2147483648;
  if later < 0 or made_by < 3 or pg_xact_status((own + later)::text::xid8) <> 'in progress' then
    perform palimpsest.begin_history(of_type, jsonb_build_array(record), 'SQL');
  end if;
end $$`,
};
