import { DomainError } from '../../errors/domain-error.js';

/** What filters of what has happened have in common: a part of time, in canonical form. */
interface OfTime {
  readonly from?: string | null;
  readonly to?: string | null;
}

/**
 * Refuses what no filter of what has happened can mean: null, which could be everything as well as nothing, and a part of time
 * that ends before it begins, which is a mistake and no question. One without length is empty.
 *
 * @throws DomainError BAD_USER_INPUT
 */
export function checkFilter(filter: OfTime): void {
  const nothing = Object.entries(filter).find(([, value]) => value === null);
  if (nothing)
    throw new DomainError('BAD_USER_INPUT', `${nothing[0]} cannot be null; leave it out.`, { field: nothing[0] });
  const { from, to } = filter;
  if (from != null && to != null && from > to) {
    throw new DomainError('BAD_USER_INPUT', `from: ${from} is later than to: ${to}.`, { fields: ['from', 'to'] });
  }
}
