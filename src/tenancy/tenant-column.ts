/** The session variable that says for which tenant PostgreSQL works. Empty or unset: no tenant, no rows. */
export const tenantVariable = 'app.tenant_id';

/**
 * The session variable with which sign-in and the command line find one organization by its slug, before a tenant is
 * known.
 */
export const organizationSlugVariable = 'app.organization_slug';

/** The column that every tenant table has. */
export const tenantColumn = 'tenant_id';

/** That column as MikroORM knows it: added to each mapping, part of no entity. */
export const tenantProperty = 'tenantId';

/** SQL: the tenant of this session, or null. `SET LOCAL` leaves '' behind, hence nullif. */
export const currentTenant = `nullif(current_setting('${tenantVariable}', true), '')::uuid`;

/** SQL: the slug that this session asks for, or null. */
export const currentSlug = `nullif(current_setting('${organizationSlugVariable}', true), '')`;
