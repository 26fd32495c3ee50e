import { noDifference } from './comparison.js';
import { driverError } from './driver-error.js';
import { DomainError } from './errors.js';

/** The CONFLICT where the database refuses to move a record away from what a legal hold keeps it with. */
export function heldRefusal(error: unknown): DomainError | undefined {
  const failure = driverError(error);
  if (failure?.constraint !== 'legal_hold') return undefined;
  // The driver's message is the sentence alone; those around it add the statement.
  return new DomainError('CONFLICT', failure.message, { ...noDifference }, { cause: error });
}
