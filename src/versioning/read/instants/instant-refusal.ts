import { DomainError } from '../../errors/domain-error.js';
import { canonicalTimestamp } from '../../values/timestamp.js';

/** The first and the last moment that can be asked for, as PostgreSQL gives them; null where nothing was ever recorded. */
export interface MomentRange {
  readonly from?: string | null;
  readonly until?: string;
}

/** What an instant is that retention has let go. */
export const notKept = 'is older than what retention has kept';

/**
 * Refuses an instant.
 *
 * @param field what names it
 * @param why says what is wrong with it
 */
export function instantRefusal(field: string, why: string, range: MomentRange): DomainError {
  const [from, until] = [range.from, range.from && range.until].map((moment) => moment && canonicalTimestamp(moment));
  const allowed = from ? `; there is something to tell from ${from} on until ${until}` : '';
  return new DomainError('BAD_USER_INPUT', `${field} ${why}${allowed}.`, { field, ...(from && { from, until }) });
}
