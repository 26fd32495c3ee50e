-- After a legal hold is placed or released, by whomever: the audit entry that says so. It is placed on what there is, or
-- was: a record whose row or history the tenant has, under its type.
--
-- callers: owner
create or replace function palimpsest.record_hold() returns trigger
language plpgsql security definer set search_path from current set timezone = 'UTC' set enable_seqscan = off as $$
declare
  hold constant tables.legal_hold := coalesce(new, old);
  whom constant uuid := owner_of(hold);
  of_change_set uuid;
begin
  perform palimpsest.require_read_committed();
  if tg_op = 'INSERT' and palimpsest.table_of(hold.entity_type) is null then
    raise exception '% is not a versioned table.', hold.entity_type using errcode = '42P01';
  end if;
  perform palimpsest.work_for(to_jsonb(hold));
  if tg_op = 'INSERT' and palimpsest.record_of(hold.entity_type, hold.entity_id, whom) is null then
    raise exception 'There is no % %, so no legal hold can lie on it.', hold.entity_type, hold.entity_id using errcode = '23514';
  end if;
  -- First, since the statement that makes it would not see it.
  of_change_set := palimpsest.change_set_of_transaction(whom);
  insert into tables.audit_entry (action, actor_kind, actor_id, entity_type, entity_id, change_set_id, request_id)
  select hold.entity_type || case when tg_op = 'INSERT' then '.hold' else '.release' end,
    s.actor_kind, s.actor_id, hold.entity_type, hold.entity_id, s.id, s.request_id
  from tables.change_set s where is_own(s, whom) and s.id = of_change_set;
  return null;
end $$;
