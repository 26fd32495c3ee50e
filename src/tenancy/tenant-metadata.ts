import {
  type EntityMetadata,
  type EntityProperty,
  type PolicyDef,
  raw,
  ReferenceKind,
  type TriggerDef,
  UuidType,
} from '@mikro-orm/core';
import { ownRowsBy } from '../versioning/index.js';
import { currentSlug, currentTenant, tenantColumn, tenantProperty, tenantVariable } from './tenant-column.js';

ownRowsBy(tenantColumn);

/** Tables that belong to no tenant, by name: what is in them and why it is safe is said where they are mapped. */
const withoutTenant: ReadonlySet<string> = new Set([
  'sign_in_attempt',
  'retention_policy',
  'entity_shape',
  'audit_drop',
  'job_run',
  'known_tenant',
  'transaction_numbering',
  'sealing_progress',
]);

// Wrapped in (select ...) PostgreSQL evaluates it once a query instead of once a row.
const isOwn = (column: string) => `${column} = (select ${currentTenant})`;

const tenantPolicies: PolicyDef[] = [{ name: 'tenant', using: isOwn(tenantColumn), check: isOwn(tenantColumn) }];

// The session works for nobody, as the role that owns the table: so `tenants` lists them.
const ownerForNobody = `nullif(current_setting('${tenantVariable}', true), '') is null and current_user = (select pg_get_userbyid(relowner) from pg_class where oid = 'organization'::regclass)`;

const organizationPolicies: PolicyDef[] = [
  { name: 'tenant', using: isOwn('id'), check: isOwn('id') },
  { name: 'owner', command: 'select', using: ownerForNobody },
  { name: 'by_slug', command: 'select', using: `slug = (select ${currentSlug})` },
];

const tenantMapping = {
  name: tenantProperty,
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
    meta.triggers.push(knownTrigger(meta.tableName), ...keepTrigger(meta.tableName));
    return;
  }
  meta.policies = tenantPolicies;
  // Whatever is changed, or leaves no version, belongs to one.
  if (meta.tableName === 'change_set') meta.triggers.push(knownTrigger(meta.tableName));
  if (meta.tableName === 'audit_entry') meta.triggers.push(knownTrigger(meta.tableName, 'new.change_set_id is null'));
  meta.triggers.push({
    name: `${meta.tableName}_tenant`,
    timing: 'before',
    events: ['update'],
    expression: `create trigger "${meta.tableName}_tenant" before update of ${tenantColumn} on "${meta.tableName}" for each row when (old.${tenantColumn} <> new.${tenantColumn}) execute function palimpsest.keep_tenant()`,
  });
  meta.addProperty({ ...tenantMapping });
  for (const key of [...meta.uniques, ...meta.indexes]) {
    key.properties = [tenantProperty, ...[key.properties ?? []].flat()] as never;
  }
}

/** @param when of which rows, those of others being known already */
function knownTrigger(table: string, when?: string): TriggerDef {
  const column = table === 'organization' ? 'id' : tenantColumn;
  const which = when === undefined ? '' : ` when (${when})`;
  return {
    name: `${table}_known`,
    timing: 'after',
    events: ['insert'],
    expression: `create trigger "${table}_known" after insert on "${table}" for each row${which} execute function palimpsest.know_tenant('${column}')`,
  };
}

/** Without its organization, nobody would find what is stored for a tenant. */
function keepTrigger(table: string): TriggerDef[] {
  return [
    {
      name: `${table}_kept`,
      timing: 'before',
      events: ['delete'],
      expression: `create trigger "${table}_kept" before delete on "${table}" for each row execute function palimpsest.refuse()`,
    },
    {
      name: `${table}_no_truncate`,
      timing: 'before',
      events: ['truncate'],
      expression: `create trigger "${table}_no_truncate" before truncate on "${table}" for each statement execute function palimpsest.refuse()`,
    },
  ];
}
