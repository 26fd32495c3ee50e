import { type EntityMetadata } from '@mikro-orm/core';
import { AuditEntry } from '../store/audit-entry.js';
import { modelOf } from '../model/entity-model.js';
import { checkRetention, type Retention, retentionRefused, type RetentionSettings } from '../model/retention.js';
import type { RetentionPolicy } from '../store/retention-policy.js';
import { isVersioned, type VersionedClass, versionedOptions } from '../model/map-versioned.js';

/**
 * The policy of every versioned entity, and of the audit log: what is declared, overridden by the settings.
 *
 * @throws DomainError BAD_USER_INPUT where the settings name an unknown entity, or a rule that cannot be
 */
export function retentionPolicies(
  metas: Iterable<EntityMetadata>,
  settings: RetentionSettings = {},
): readonly RetentionPolicy[] {
  const known = [...metas].filter((meta) => isVersioned(meta.class) || meta.class === AuditEntry);
  for (const [entity, retention] of Object.entries(settings)) {
    if (!known.some(({ className }) => className === entity)) {
      const names = known.map(({ className }) => className).toSorted();
      throw retentionRefused(`there is no ${JSON.stringify(entity)} to keep; there are ${names.join(', ')}`);
    }
    checkRetention(entity, retention);
  }
  return known.map((meta) => policyOf(meta, settings[meta.className] ?? {}));
}

function policyOf(meta: EntityMetadata, settings: Retention): RetentionPolicy {
  const isLog = meta.class === AuditEntry;
  if (isLog && (settings.trashDays != null || settings.historyVersions != null)) {
    throw retentionRefused(`${meta.className} has the rule historyDays alone`);
  }
  const declared = isLog ? {} : versionedOptions(meta.class as VersionedClass).retention;
  const { trashDays = null, historyDays = null, historyVersions = null } = { ...declared, ...settings };
  return { entityType: meta.tableName, trashDays, historyDays, historyVersions, owners: ownersOf(meta) };
}

function ownersOf(meta: EntityMetadata): RetentionPolicy['owners'] {
  return modelOf(meta).owners.map(({ column, target }) => ({ column, table: target!.tableName }));
}
