import type { Claims } from '../auth/claims.js';
import type { Role } from '../auth/role.js';
import { organizationSlugVariable, tenantVariable } from './tenant-column.js';

/** A session context for MikroORM's `fork({ session })`: for whom PostgreSQL works in its transactions. */
export interface TenantSession {
  variables: Record<string, string>;
}

/** What the claims of a token are called in a session; {@link SessionConnection} hands them to `begin_session`. */
export const claimVariables = {
  user: 'claims.user',
  credential: 'claims.credential',
  role: 'claims.role',
  changes: 'claims.changes',
  writers: 'claims.writers',
} as const;

/** Works for one tenant. @param organizationId never from a caller's word alone */
export function tenantSession(organizationId: string): TenantSession {
  return { variables: { [tenantVariable]: organizationId } };
}

/** Works for nobody yet, but sees the one organization with this slug. */
export function slugSession(slug: string): TenantSession {
  return { variables: { [organizationSlugVariable]: slug } };
}

/**
 * Works for whom a token speaks: each transaction begins by asking whether the token still counts, and for which role.
 *
 * @param claims of a token whose signature has been checked
 * @param changes ids of the records that a mutation names; absent where nothing is to be changed
 * @param writers the roles for which rows can be locked and changed; absent: all
 */
export function claimsSession(claims: Claims, changes?: readonly string[], writers?: readonly Role[]): TenantSession {
  const { user, credential, role } = claimVariables;
  return {
    variables: {
      [tenantVariable]: claims.organizationId,
      [user]: claims.userId,
      ...('credential' in claims ? { [credential]: claims.credential } : { [role]: claims.role }),
      ...(changes && { [claimVariables.changes]: changes.join(',') }),
      ...(writers && { [claimVariables.writers]: writers.join(',') }),
    },
  };
}
