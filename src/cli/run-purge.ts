import { requireJobLock } from '../database/client/job-lock.js';
import { purgeExpired } from '../database/tenants/purge-expired.js';
import { recordRun } from '../jobs/record-run.js';
import { ChangeSource, type PurgeReport } from '../versioning/index.js';
import { print } from './print.js';
import { withOrm } from './with-orm.js';

/** What is asked of a purge. */
export interface PurgeOptions {
  dryRun?: boolean;
  olderThan?: number;
}

/** Purges, and says what went. */
export async function runPurge({ dryRun = false, olderThan }: PurgeOptions): Promise<void> {
  const report = await withOrm(({ database, orm }) => {
    const purge = (signal?: AbortSignal) =>
      purgeExpired(orm, {
        dryRun,
        source: ChangeSource.CLI,
        ...(olderThan !== undefined && { olderThanDays: olderThan }),
        ...(signal && { signal }),
      });
    return dryRun ? purge() : requireJobLock(database.url, 'purge', (lost) => recordRun(orm, 'purge', lost, purge));
  });
  for (const line of linesOf(report, dryRun)) print(line);
}

function linesOf({ purged, trimmed, held, blocked, overdue }: PurgeReport, dryRun: boolean): string[] {
  const entities = Object.entries(purged).map(([entity, count]) => `${count} ${entity}`);
  return [
    `${dryRun ? 'Would purge' : 'Purged'} ${entities.join(', ') || 'nothing'}.`,
    ...(trimmed > 0
      ? [`${dryRun ? 'Would let go' : 'Let go'} ${trimmed === 1 ? '1 old version' : `${trimmed} old versions`}.`]
      : []),
    ...(held > 0 ? [`${records(held)} under a legal hold.`] : []),
    ...(blocked > 0 ? [`${records(blocked)} kept by what refers to them.`] : []),
    ...(overdue > 0 ? [`${records(overdue)} locked by others and left to the next run.`] : []),
  ];
}

function records(count: number): string {
  return count === 1 ? '1 deleted record is' : `${count} deleted records are`;
}
