-- Whether a failure passes, and so says nothing of the value that was looked at: a lock that was not had, a statement that was
-- ended, a right that is missing.
--
-- state: the SQLSTATE
create or replace function palimpsest.is_passing(state text) returns boolean language plpgsql immutable as $$
begin
  -- transaction_rollback, insufficient_resources, object_not_in_prerequisite_state, operator_intervention, system_error
  return left(state, 2) in ('40', '53', '55', '57', '58') or state = '42501';
end $$;
