import { tenantVariable } from './tenant-column.js';
import { claimVariables } from './tenant-session.js';

/**
 * The statement that makes a session work for whom its claims speak, and says which role she has now: `present`, null where
 * the token counts no more.
 *
 * @param claims a session's variables
 */
export function beginSession(claims: Readonly<Record<string, unknown>>): { text: string; values: unknown[] } {
  const { user, credential, role, changes } = claimVariables;
  const values = [tenantVariable, user, credential, role, changes].map((name) => claims[name] ?? null);
  return {
    text: "select palimpsest.begin_session($1, $2, $3, $4, string_to_array($5, ',')::uuid[]) as present",
    values,
  };
}
