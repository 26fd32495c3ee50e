import type { SqlFunction } from '../net/sql-function.js';
import { addAuditPartitions } from './add-audit-partitions.js';
import { auditLines } from './audit-lines.js';
import { auditPartitionHeld } from './audit-partition-held.js';
import { auditPartitions } from './audit-partitions.js';
import { auditPolicies } from './audit-policies.js';
import { countAuditEntries } from './count-audit-entries.js';
import { dropAuditPartitions } from './drop-audit-partitions.js';
import { dropExpiredAuditPartitions } from './drop-expired-audit-partitions.js';
import { lockPatiently } from './lock-patiently.js';
import { missingAuditMonths } from './missing-audit-months.js';
import { removeChangeSets } from './remove-change-sets.js';
import { secureAuditPartition } from './secure-audit-partition.js';

/** All functions that keep the audit log by month, each after those it calls. */
export const auditLogFunctions: readonly SqlFunction[] = [
  auditPartitions,
  auditPolicies,
  lockPatiently,
  secureAuditPartition,
  missingAuditMonths,
  addAuditPartitions,
  countAuditEntries,
  auditLines,
  auditPartitionHeld,
  removeChangeSets,
  dropAuditPartitions,
  dropExpiredAuditPartitions,
];
