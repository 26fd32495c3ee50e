import { DomainError } from '../../errors/domain-error.js';

/** In a filter null could mean everything as well as nothing. @throws DomainError BAD_USER_INPUT */
export function refuseNull(filter: object): void {
  const nothing = Object.entries(filter).find(([, value]) => value === null);
  if (nothing) throw new DomainError('BAD_USER_INPUT', `${nothing[0]} cannot be null; leave it out.`);
}
