import type { TriggerDef } from '@mikro-orm/core';
import { noPassword } from './password-hash.js';

/**
 * Before a password is taken away from a user: leaves a mark in its place that nothing else equals, so that tokens from
 * the time before she had the password do not count again.
 */
export const endCredential = {
  signature: 'end_credential()',
  definition: `
create or replace function palimpsest.end_credential() returns trigger language plpgsql as $$
begin
  new.password_hash := '${noPassword}' || gen_random_uuid();
  return new;
end $$`,
  trigger: {
    name: 'user_credential',
    timing: 'before',
    events: ['update'],
    forEach: 'row',
    expression: `create trigger "user_credential" before update on "user" for each row when (old.password_hash is not null and new.password_hash is null) execute function palimpsest.end_credential()`,
  } satisfies TriggerDef as TriggerDef,
};
