import { backfill } from '../database/tenants/backfill.js';
import { print } from './print.js';
import { showProgress } from './progress.js';
import { withOrm } from './with-orm.js';

/** Begins the histories that there are not. */
export async function runBackfill(): Promise<void> {
  const made = await withOrm(({ orm }) =>
    backfill(orm, ({ slug }, entityType, done, of) => {
      if (of > 0) showProgress(done / of, `${slug} ${entityType}`);
    }),
  );
  const entities = [...made].filter(([, count]) => count > 0).map(([entity, count]) => `${count} ${entity}`);
  print(entities.length === 0 ? 'Every record has its history.' : `Began the history of ${entities.join(', ')}.`);
}
