import { codeOfSqlState, DomainError, errorCodes, isDriverError, unknownDifference } from '../../versioning/index.js';

/** Node's words for a network that does not answer. */
const networkCodes: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/** What pg and its pool say without any code: no free connection in time, or one that broke while it was used. */
const poolMessages =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Client was closed|Cannot use a pool after)/;

/** Of a conflict, the table says what it usually is. */
const collision = 'Others kept changing the same records at the same time; try again.';

/**
 * What a failure of the database means for the caller.
 *
 * @param error one link of an error's chain
 * @returns undefined for an error that does not come from the database, or that only we can explain
 */
export function databaseFailure(error: Error): DomainError | undefined {
  const code = (isDriverError(error) && codeOfSqlState(error.code)) || (isUnreachable(error) && 'UNAVAILABLE');
  if (!code) return undefined;
  if (code === 'CONFLICT') return new DomainError(code, collision, { ...unknownDifference }, { cause: error });
  return new DomainError(code, errorCodes[code].sentence, {}, { cause: error });
}

function isUnreachable(error: Error): boolean {
  return ('code' in error && networkCodes.has(error.code)) || poolMessages.test(error.message);
}
