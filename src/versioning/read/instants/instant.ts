import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { idOfNothing, isRecordId } from '../../values/record-id.js';
import { Parameter } from '../statements/parameter.js';
import { forWhom } from '../../session/own-rows.js';

/** Names an instant: the state right after a change set or right before it, a moment by the time of commit, or what a query has seen. */
export type Instant<Name = string> =
  | { readonly changeSet: Name }
  | { readonly before: Name }
  | { readonly at: Name }
  | { readonly token: Name };

/** An instant that statements are made for: which it is, each execution may say. */
export type BoundInstant = Instant<string | Parameter<string>>;

/** What tells an instant from others, in keys and cursors. */
export function instantKey(instant: Instant | null): string {
  return instant ? Object.entries(instant).flat().join(' ') : 'now';
}

/** What an instant adds to the name of a list, whose cursors are good for no other instant. */
export function scopeOf(instant: Instant | null): string {
  return instant ? ` as of ${instantKey(instant)}` : '';
}

/** The same, short and the same for ever: for identities that clients keep. */
export function instantName(instant: Instant): string {
  if ('changeSet' in instant) return instant.changeSet;
  if ('before' in instant) return `before ${instant.before}`;
  if ('at' in instant) return instant.at;
  return createHash('sha256').update(instant.token).digest('base64url').slice(0, 22);
}

/** What names an instant, as the three arguments of functions that take any: a moment, a change set, a token. */
export function instantArguments(instant: BoundInstant): RawBuilder<unknown> {
  const at = 'at' in instant ? instant.at : null;
  const changeSet = 'changeSet' in instant ? instant.changeSet : 'before' in instant ? instant.before : null;
  const token = 'token' in instant ? instant.token : null;
  return sql`${at}::timestamptz, ${changeSet === null ? null : idOf(changeSet)}::uuid, ${token}::text`;
}

/** SQL: the `pg_snapshot` that an instant is; null where there is no such instant. */
export function snapshotAt(instant: BoundInstant): RawBuilder<unknown> {
  if ('changeSet' in instant) return sql`palimpsest.instant_after(${idOf(instant.changeSet)}::uuid, ${forWhom()})`;
  if ('before' in instant) return sql`palimpsest.instant_before(${idOf(instant.before)}::uuid, ${forWhom()})`;
  if ('at' in instant) return sql`palimpsest.instant_at(${instant.at}::timestamptz, ${forWhom()})`;
  return sql`palimpsest.instant_of_token(${instant.token}::text)`;
}

function idOf(changeSet: string | Parameter<string>): string | Parameter<string> {
  const known = (id: string) => (isRecordId(id) ? id : idOfNothing);
  return changeSet instanceof Parameter ? changeSet.as('id', known) : known(changeSet);
}
