import type { SqlFunction } from './sql-function.js';

/** Says who and why for everything that the rest of the transaction changes past the application. */
export const attribute: SqlFunction = {
  signature: 'attribute(text, text)',
  definition: `
create or replace function palimpsest.attribute(actor text, reason text default null) returns void
language sql as $$
  select set_config('palimpsest.actor', coalesce(actor, ''), true), set_config('palimpsest.reason', coalesce(reason, ''), true);
$$`,
};

/** Who changes rows past the application: who says so by attribute(), else the database role and its program. */
export const currentActor: SqlFunction = {
  signature: 'current_actor()',
  definition: `
create or replace function palimpsest.current_actor() returns text
language sql stable as $$
  select coalesce(
    nullif(current_setting('palimpsest.actor', true), ''),
    session_user || coalesce(' (' || nullif(current_setting('application_name', true), '') || ')', ''));
$$`,
};
