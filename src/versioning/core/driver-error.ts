import { errorChain } from './error-chain.js';

/** What PostgreSQL says of a failed statement. */
export interface DriverError extends Error {
  /** The five characters of SQLSTATE. */
  readonly code: string;
  readonly schema?: string;
  readonly table?: string;
  readonly constraint?: string;
  readonly detail?: string;
}

/** The driver's own error, in an error or what caused it; undefined where PostgreSQL had no part in it. */
export function driverError(error: unknown): DriverError | undefined {
  return errorChain(error).find((link): link is DriverError => {
    const { code } = link as { code?: unknown };
    // Node's EPIPE is the one code of its own that looks like a SQLSTATE.
    return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && code !== 'EPIPE';
  });
}

/** SQLSTATE of an error or what caused it: the one reliable name of what went wrong. */
export function sqlState(error: unknown): string | undefined {
  return driverError(error)?.code;
}
