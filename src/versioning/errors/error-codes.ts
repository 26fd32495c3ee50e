import { SqlState } from './sql-state.js';

/** What is known of a code, whoever answers it. */
interface CodeOfError {
  /** What it means, as the documentation says it. */
  readonly sentence: string;
  /** The HTTP status of an operation of which nothing was executed; that of any other is 200. */
  readonly status: 400 | 401 | 500 | 503 | 504;
  /** What `extensions` may have besides the code. */
  readonly details: readonly string[];
  /** What PostgreSQL says that always means this; what else it says, only the place that asked for it can explain. */
  readonly sqlStates?: readonly string[];
}

/**
 * Every code an error of the API can carry. Tests hold this table, the documentation and the thrown codes together.
 * Retired codes are never used again. The form follows Fastify's one table of errors.
 */
export const errorCodes = {
  UNAUTHENTICATED: { sentence: 'No valid bearer token came with the request.', status: 401, details: [] },
  FORBIDDEN: { sentence: 'The role of the caller does not allow this.', status: 400, details: ['field'] },
  NOT_FOUND: {
    sentence: 'There is no such record, or the caller may not know of it.',
    status: 400,
    details: ['field', 'from', 'until'],
  },
  BAD_USER_INPUT: {
    sentence: 'A value cannot be accepted; the message names it.',
    status: 400,
    details: ['field', 'fields', 'from', 'until'],
  },
  CONFLICT: {
    sentence: 'The record is not in the state the caller expected; extensions say what changed.',
    status: 400,
    details: [
      'entityType',
      'id',
      'expectedVersion',
      'currentVersion',
      'changedBy',
      'changedAt',
      'deleted',
      'baseKnown',
      'theirChanges',
      'conflicts',
      'blockedBy',
    ],
    sqlStates: [SqlState.serializationFailure, SqlState.deadlockDetected],
  },
  ALREADY_EXISTS: {
    sentence: 'A living record already has this unique key.',
    status: 400,
    details: ['entityType', 'field', 'fields', 'conflictingId'],
  },
  PLAN_STALE: {
    sentence: 'The plan no longer matches the present state; extensions say what moved.',
    status: 400,
    details: ['moved'],
  },
  QUERY_TOO_COMPLEX: {
    sentence: 'The operation is deeper, wider or more costly than the limits allow.',
    status: 400,
    details: ['limit', 'size', 'allowed'],
  },
  RATE_LIMITED: {
    sentence: 'Too many attempts, or too many operations at a time; wait and try again.',
    status: 400,
    details: ['retryAfterSeconds'],
  },
  UNAVAILABLE: {
    sentence: 'The database cannot be reached or has no free connection; try again.',
    status: 503,
    details: ['changeSetId'],
    // 08P01 is missing: a NUL character causes it, and it would stay.
    sqlStates: [
      SqlState.connectionException,
      SqlState.cannotConnect,
      SqlState.connectionDoesNotExist,
      SqlState.connectionRejected,
      SqlState.connectionFailure,
      SqlState.insufficientResources,
      SqlState.diskFull,
      SqlState.outOfMemory,
      SqlState.tooManyConnections,
      SqlState.adminShutdown,
      SqlState.crashShutdown,
      SqlState.cannotConnectNow,
      SqlState.idleSessionTimeout,
      // A standby, as after a failover that this instance has not followed yet.
      SqlState.readOnlyTransaction,
    ],
  },
  TIMEOUT: {
    sentence: 'The operation took longer than the limit and was rolled back.',
    status: 504,
    details: [],
    sqlStates: [
      SqlState.idleInTransactionTimeout,
      SqlState.transactionTimeout,
      SqlState.lockNotAvailable,
      SqlState.queryCanceled,
    ],
  },
  INTERNAL_SERVER_ERROR: {
    sentence: 'An unexpected failure; the log has it under the request id.',
    status: 500,
    details: [],
  },
  GRAPHQL_PARSE_FAILED: {
    sentence: 'The document is not GraphQL; the message says where.',
    status: 400,
    details: [],
  },
  GRAPHQL_VALIDATION_FAILED: {
    sentence: 'The document does not fit the schema; the message says where.',
    status: 400,
    details: [],
  },
} as const satisfies Readonly<Record<string, CodeOfError>>;

export type ErrorCode = keyof typeof errorCodes;

/** What an error may say besides its message. */
export type ErrorDetails = Readonly<Record<string, unknown>>;

const bySqlState = new Map(
  Object.entries(errorCodes as Readonly<Record<ErrorCode, CodeOfError>>).flatMap(([code, { sqlStates = [] }]) =>
    sqlStates.map((state) => [state, code as ErrorCode]),
  ),
);

/** The code that a SQLSTATE always means; undefined where the place that asked must explain it. */
export function codeOfSqlState(state: string): ErrorCode | undefined {
  return bySqlState.get(state);
}
