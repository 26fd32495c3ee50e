import {
  type EntityMetadata,
  type EntityProperty,
  type PolicyDef,
  raw,
  ReferenceKind,
  UuidType,
} from '@mikro-orm/core';
import { keepTenant } from './keep-tenant.js';
import { ownerForNobody } from './tenants.js';
import { currentSlug, currentTenant, tenantColumn } from './tenant-column.js';

/** Tables that belong to no tenant, by name: what is in them and why it is safe is said where they are mapped. */
const withoutTenant: ReadonlySet<string> = new Set(['sign_in_attempt', 'retention_policy', 'audit_drop', 'job_run']);

// Wrapped in (select ...) PostgreSQL evaluates it once a query instead of once a row.
const isOwn = (column: string) => `${column} = (select ${currentTenant})`;

const tenantPolicies: PolicyDef[] = [{ name: 'tenant', using: isOwn(tenantColumn), check: isOwn(tenantColumn) }];

const organizationPolicies: PolicyDef[] = [
  { name: 'tenant', using: isOwn('id'), check: isOwn('id') },
  { name: 'owner', command: 'select', using: ownerForNobody },
  { name: 'by_slug', command: 'select', using: `slug = (select ${currentSlug})` },
];

const tenantProperty = {
  name: 'tenantId',
  kind: ReferenceKind.SCALAR,
  type: 'uuid',
  runtimeType: 'string',
  customType: new UuidType(),
  fieldName: tenantColumn,
  fieldNames: [tenantColumn],
  columnTypes: ['uuid'],
  nullable: false,
  userDefined: false,
  default: raw(currentTenant),
  defaultRaw: currentTenant,
} as unknown as EntityProperty;

/**
 * Gives every table a tenant, unless it is the organization itself or listed above: the column (filled in by the
 * database from the session, so that no code can get it wrong), row level security, forced, and policies for all commands.
 * Unique keys and indexes begin with the tenant. For MikroORM's `discovery.onMetadata`.
 */
export function declareTenant(meta: EntityMetadata): void {
  if (meta.abstract || withoutTenant.has(meta.tableName)) return;
  meta.rowLevelSecurity = 'force';
  if (meta.tableName === 'organization') {
    meta.policies = organizationPolicies;
    return;
  }
  meta.policies = tenantPolicies;
  meta.triggers.push({
    name: `${meta.tableName}_tenant`,
    timing: 'before',
    events: ['update'],
    expression: keepTenant.trigger(meta.tableName),
  });
  meta.addProperty({ ...tenantProperty });
  for (const key of [...meta.uniques, ...meta.indexes]) {
    key.properties = ['tenantId', ...[key.properties ?? []].flat()] as never;
  }
}
