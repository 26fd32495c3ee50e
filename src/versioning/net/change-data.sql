-- Runs a statement for everybody whose rows there are, for migrations: by itself it would find no rows, since a migration
-- works for nobody. What it changes has its versions when this returns, so that the table can be altered afterwards; they
-- are in one change set each for everybody, with all reasons of the migrations in the transaction, a line each.
--
-- reason: why, by the name of the migration
-- returns: how many versions were made
--
-- callers: owner
create or replace function palimpsest.change_data(reason text, statement text) returns bigint language plpgsql as $$
declare
  own constant xid8 := palimpsest.transaction_number();
  -- First all changes come to wait for their versions, then they get them.
  recording constant text[] := array(
    select string_agg(format('%I.%I', n.nspname, c.conname), ', ')
    from pg_constraint c
    join pg_trigger t on t.tgconstraint = c.oid
    join pg_proc p on p.oid = t.tgfoid
    join pg_namespace n on n.oid = c.connamespace
    where p.pronamespace = 'palimpsest'::regnamespace
    group by p.proname in ('record_change', 'record_links') order by p.proname in ('record_change', 'record_links') desc);
  unrecorded constant text := string_agg(c.relname, ', ' order by c.relname)
    from pg_class c
    where c.relkind = 'r'
      and c.relnamespace = (select s.relnamespace from pg_class s where s.oid = 'tables.change_set'::regclass)
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'deleted_in' and not a.attisdropped)
      and palimpsest.table_of(c.relname) is null;
  somebody jsonb;
  whom uuid;
  before bigint;
  after bigint;
  written bigint := 0;
begin
  perform palimpsest.require_bound();
  -- A migration that alters a table takes its triggers away meanwhile: what is changed then would be in no history.
  if unrecorded is not null then
    raise 'The triggers that record the changes of % are not there; change data after the migration has made them again',
      unrecorded using errcode = 'object_not_in_prerequisite_state';
  end if;
  -- What is changed now would be of the shape before.
  perform palimpsest.know_shapes();
  perform palimpsest.attribute('palimpsest migrate up', reason);
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    select count(*) into before from tables.entity_version v join tables.change_set s on is_own(s, whom) and s.id = v.change_set_id
    where is_own(v, whom) and s.xid = own;
    execute statement;
    execute format('set constraints %s immediate', recording[1]);
    execute format('set constraints %s immediate', recording[2]);
    execute format('set constraints %s, %s deferred', recording[1], recording[2]);
    -- The triggers work for whom a row belongs to, last of all for somebody of these.
    perform palimpsest.work_for(somebody);
    select count(*) into after from tables.entity_version v join tables.change_set s on is_own(s, whom) and s.id = v.change_set_id
    where is_own(v, whom) and s.xid = own;
    if after > before then
      update tables.change_set s set reason = concat_ws(chr(10), s.reason, change_data.reason)
      where is_own(s, whom) and s.xid = own and s.source = 'SQL'
        and change_data.reason <> all (string_to_array(coalesce(s.reason, ''), chr(10)));
    end if;
    written := written + after - before;
  end loop;
  perform palimpsest.work_for('{}');
  perform palimpsest.attribute('');
  return written;
end $$;
