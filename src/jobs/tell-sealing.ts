import type { MikroORM } from '@mikro-orm/postgresql';
import type { Logger } from 'pino';
import { commitTimesAdvice } from '../database/connection/commit-times.js';

/** How the order of commit is kept; the same on every instance. */
export interface SealingState {
  /** For how long the oldest change that has no durable place has been waiting for it, in seconds; 0 where none does. */
  readonly lagSeconds: number;
  /** What to do to have times of commit; null where they are kept. */
  readonly commitTimestamps: string | null;
}

/** Asks the database; undefined where it does not tell, which the log says. */
export async function tellSealing(orm: MikroORM, logger: Logger): Promise<SealingState | undefined> {
  try {
    const [state] = await orm.em
      .getConnection()
      .execute<[{ lag: number; kept: boolean }]>(
        'select palimpsest.sealing_lag() as lag, palimpsest.keeps_commit_times() as kept',
      );
    return { lagSeconds: state.lag, commitTimestamps: state.kept ? null : commitTimesAdvice };
  } catch (error) {
    logger.warn({ err: error }, 'How the sealing stands could not be read.');
    return undefined;
  }
}
