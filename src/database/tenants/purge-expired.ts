import type { MikroORM } from '@mikro-orm/postgresql';
import { tenantSession } from '../../tenancy/tenant-session.js';
import {
  emptyPurgeReport,
  PurgeRehearsal,
  type PurgeReport,
  purgeTrash,
  type TrashPurge,
  trimHistory,
  versionedEntities,
} from '../../versioning/index.js';
import { listTenants, type Tenant } from './each-tenant.js';

export interface PurgeOptions extends Omit<TrashPurge, 'onBatch' | 'rehearsal'> {
  /** Changes nothing and says what would go. */
  readonly dryRun?: boolean;
  /** Told after each batch. */
  readonly onProgress?: (tenant: Tenant, entityType: string, report: PurgeReport) => void;
}

/**
 * Purges what has been in the trash for longer than its policy says, of every tenant, and lets go the versions that
 * retention keeps no longer.
 */
export async function purgeExpired(
  orm: MikroORM,
  { onProgress, dryRun = false, ...options }: PurgeOptions = {},
): Promise<PurgeReport> {
  const report = emptyPurgeReport();
  for (const tenant of await listTenants(orm)) {
    const em = orm.em.fork({ session: tenantSession(tenant.id) });
    const rehearsal = dryRun && { rehearsal: new PurgeRehearsal() };
    for (const meta of versionedEntities(orm)) {
      const onBatch = () => onProgress?.(tenant, meta.className, report);
      const work = { ...options, ...rehearsal, onBatch };
      await purgeTrash(em, meta, report, work);
      await trimHistory(em, meta, report, work);
    }
  }
  return report;
}
