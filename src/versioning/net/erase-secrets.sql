-- Takes the values of columns that have become sensitive out of the snapshots and audit entries from before, for everybody,
-- for migrations: the one way in which stored history is written anew, for no secret may stay in it. It leaves an audit
-- entry for each organization. Backups, and what PostgreSQL has not vacuumed yet, hold them still.
--
-- reason: why, by the name of the migration
-- returns: in how many snapshots and audit entries there were any
--
-- callers: owner
create or replace function palimpsest.erase_secrets(of_type text, reason text) returns bigint language plpgsql as $$
declare
  -- Clocks are set. Rather another column of the same name is taken out as well than that a secret stays.
  slack constant interval := '1 hour';
  names constant text[] := palimpsest.type_names(of_type);
  former record;
  somebody jsonb;
  whom uuid;
  change_set_id uuid;
  found bigint;
  erased bigint;
  total bigint := 0;
begin
  perform palimpsest.attribute('palimpsest migrate up', reason);
  for somebody in select palimpsest.everyone() loop
    whom := palimpsest.work_for(somebody);
    erased := 0;
    for former in
      select s.shape, palimpsest.secret_columns(of_type, s.shape) as secret,
        case when s.shape > 1 then s.since - slack end as since, lead(s.since) over (order by s.shape) + slack as until
      from tables.entity_shape s where s.entity_type = of_type
    loop
      update tables.entity_version v set snapshot = v.snapshot - former.secret
      where is_own(v, whom) and v.entity_type = of_type and v.shape = former.shape and jsonb_strip_nulls(v.snapshot) ?| former.secret;
      get diagnostics found = row_count;
      erased := erased + found;
      -- Where retention has removed the version, the time says which columns there were.
      update tables.audit_entry a set before = a.before - former.secret, after = a.after - former.secret
      where is_own(a, whom) and a.entity_type = any (names) and (jsonb_strip_nulls(a.before) ?| former.secret or jsonb_strip_nulls(a.after) ?| former.secret)
        and coalesce(
          (select v.shape = former.shape from tables.entity_version v
            where is_own(v, whom) and v.entity_id = a.entity_id and v.version = a.version),
          coalesce(a.occurred_at > former.since, true) and coalesce(a.occurred_at < former.until, true));
      get diagnostics found = row_count;
      erased := erased + found;
    end loop;
    if erased > 0 then
      change_set_id := palimpsest.change_set_of_transaction(whom);
      insert into tables.audit_entry (action, actor_kind, actor_id, entity_type, change_set_id)
      select of_type || '.erase', s.actor_kind, s.actor_id, of_type, s.id from tables.change_set s
      where is_own(s, whom) and s.id = change_set_id;
    end if;
    total := total + erased;
  end loop;
  perform palimpsest.work_for('{}');
  perform palimpsest.forget_all_summaries();
  perform palimpsest.attribute('');
  return total;
end $$;
