import type { TriggerDef } from '@mikro-orm/core';

/** Call `keep_rights`, which stands beside this. */
export const keepRights = {
  onChange: atCommit(
    'user_rights',
    'update',
    'when (old.role <> new.role or (old.deleted_at is null) <> (new.deleted_at is null) or old.password_hash is distinct from new.password_hash) ',
  ),
  onRemoval: atCommit('user_rights_removal', 'delete'),
};

function atCommit(name: string, event: 'update' | 'delete', when = ''): TriggerDef {
  return {
    name,
    timing: 'after',
    events: [event],
    forEach: 'row',
    expression: `create constraint trigger "${name}" after ${event} on "user" deferrable initially deferred for each row ${when}execute function palimpsest.keep_rights()`,
  };
}
