import { withClient } from '../client/with-client.js';

/**
 * What to do where PostgreSQL keeps no times of commit, as one sentence: the order of commit and what a moment means are less
 * exact without.
 */
export const commitTimesAdvice =
  'PostgreSQL keeps no times of commit, so what is asked for as of a moment is told by when it was written: run `alter system set track_commit_timestamp = on` as a superuser and restart PostgreSQL.';

/**
 * The advice for a database that needs it.
 *
 * @param ownerUrl connects as the owner of the tables
 */
export function adviceOnCommitTimes(ownerUrl: string): Promise<string | undefined> {
  return withClient(ownerUrl, 'MIGRATION_DATABASE_URL', async (client) => {
    const { rows } = await client.query<{ kept: boolean }>('select palimpsest.keeps_commit_times() as kept');
    return rows[0]!.kept ? undefined : commitTimesAdvice;
  });
}
