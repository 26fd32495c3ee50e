import { InvalidToken } from '../auth/auth-error.js';
import type { Role } from '../auth/role.js';
import { tenantVariable } from './tenant-column.js';
import { claimVariables } from './tenant-session.js';

const asked = "palimpsest.begin_session($1, $2, $3, $4, string_to_array($5, ',')::uuid[]) as present";

/** What locks or changes a row fails in the same message: who may not write cannot make others wait. */
const guarded = `select s.present, case when s.present = any (string_to_array($6, ',')) then 'off'
  else set_config('transaction_read_only', 'on', true) end as "readOnly" from (select ${asked} offset 0) s`;

/**
 * The statement that makes a session work for whom its claims speak, and says which role she has now: `present`, null where
 * the token counts no more. Where the claims say which roles write, its transaction is read-only for all others.
 *
 * @param claims a session's variables
 */
export function beginSession(claims: Readonly<Record<string, unknown>>): { text: string; values: unknown[] } {
  const { user, credential, role, changes, writers } = claimVariables;
  const values = [tenantVariable, user, credential, role, changes].map((name) => claims[name] ?? null);
  const roles = claims[writers];
  return roles === undefined ? { text: `select ${asked}`, values } : { text: guarded, values: [...values, roles] };
}

/**
 * What the statement of {@link beginSession} has answered with.
 *
 * @throws InvalidToken where the token counts no more
 */
export function roleIn(row: Readonly<Record<string, unknown>>): Role {
  const role = row['present'] as Role | null;
  if (!role) throw new InvalidToken('its user or password is no longer the same; sign in again');
  return role;
}
