import { driverError } from '../../errors/driver-error.js';

/** Whether the database refuses to write a version whose predecessor is not in history: a gap is never papered over. */
export function isHistoryGap(error: unknown): boolean {
  return driverError(error)?.constraint === 'history_gap';
}
