import { organizationSlugVariable, tenantVariable } from './tenant-column.js';

/** A session context for MikroORM's `fork({ session })`: for whom PostgreSQL works in its transactions. */
export interface Session {
  variables: Record<string, string>;
}

/** Works for one tenant. @param organizationId from a verified token, nowhere else */
export function tenantSession(organizationId: string): Session {
  return { variables: { [tenantVariable]: organizationId } };
}

/** Works for nobody yet, but sees the one organization with this slug. */
export function slugSession(slug: string): Session {
  return { variables: { [organizationSlugVariable]: slug } };
}
