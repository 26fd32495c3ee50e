import { DomainError, type ErrorCode, isDriverError, unknownDifference } from '../versioning/index.js';

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

/** SQLSTATEs that are no fault of the operation. 08P01 is missing: a NUL character causes it, and it would stay. */
const codes = new Map<string, ErrorCode>([
  ['08000', 'UNAVAILABLE'],
  ['08001', 'UNAVAILABLE'],
  ['08003', 'UNAVAILABLE'],
  ['08004', 'UNAVAILABLE'],
  ['08006', 'UNAVAILABLE'],
  ['53000', 'UNAVAILABLE'],
  ['53100', 'UNAVAILABLE'],
  ['53200', 'UNAVAILABLE'],
  ['53300', 'UNAVAILABLE'],
  ['57P01', 'UNAVAILABLE'],
  ['57P02', 'UNAVAILABLE'],
  ['57P03', 'UNAVAILABLE'],
  ['57P05', 'UNAVAILABLE'],
  // A standby, as after a failover that this instance has not followed yet.
  ['25006', 'UNAVAILABLE'],
  ['25P03', 'TIMEOUT'],
  ['25P04', 'TIMEOUT'],
  ['55P03', 'TIMEOUT'],
  ['57014', 'TIMEOUT'],
  ['40001', 'CONFLICT'],
  ['40P01', 'CONFLICT'],
]);

const sentences: Partial<Record<ErrorCode, string>> = {
  UNAVAILABLE: 'The database cannot be reached or has no free connection; try again.',
  TIMEOUT: 'The operation took too long and was rolled back.',
  CONFLICT: 'Others kept changing the same records at the same time; try again.',
};

/**
 * What a failure of the database means for the caller.
 *
 * @param error one link of an error's chain
 * @returns undefined for an error that does not come from the database, or that only we can explain
 */
export function databaseFailure(error: Error): DomainError | undefined {
  const code =
    (isDriverError(error) ? codes.get(error.code) : undefined) ?? (isUnreachable(error) ? 'UNAVAILABLE' : undefined);
  return (
    code &&
    new DomainError(code, sentences[code] ?? '', code === 'CONFLICT' ? { ...unknownDifference } : {}, { cause: error })
  );
}

function isUnreachable(error: Error): boolean {
  return ('code' in error && networkCodes.has(error.code)) || poolMessages.test(error.message);
}
