import { errorChain } from './error-chain.js';

/** What PostgreSQL says of a failed statement. */
export interface DriverError extends Error {
  /** The five characters of SQLSTATE. */
  readonly code: string;
  readonly severity: string;
  readonly schema?: string;
  readonly table?: string;
  readonly constraint?: string;
  readonly detail?: string;
}

/**
 * Whether an error is what PostgreSQL said, by itself or as MikroORM copies it. Node's errors have codes too, but no
 * severity.
 */
export function isDriverError(error: Error): error is DriverError {
  const { code, severity } = error as { code?: unknown; severity?: unknown };
  return typeof code === 'string' && typeof severity === 'string';
}

/** The driver's own error, in an error or what caused it; undefined where PostgreSQL had no part in it. */
export function driverError(error: unknown): DriverError | undefined {
  return errorChain(error).find(isDriverError);
}

/** SQLSTATE of an error or what caused it: the one reliable name of what went wrong. */
export function sqlState(error: unknown): string | undefined {
  return driverError(error)?.code;
}
