import type { TriggerDef } from '@mikro-orm/core';

/** Calls `end_credential`, which stands beside this. */
export const endCredential: TriggerDef = {
  name: 'user_credential',
  timing: 'before',
  events: ['update'],
  forEach: 'row',
  expression: `create trigger "user_credential" before update on "user" for each row when (old.password_hash is not null and new.password_hash is null) execute function palimpsest.end_credential()`,
};
