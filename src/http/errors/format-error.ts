import { GraphQLError, type GraphQLFormattedError, type GraphQLSchema, isValueNode } from 'graphql';
import type { Logger } from 'pino';
import { AuthError } from '../../auth/auth-error.js';
import { QueueFull } from '../../auth/queue.js';
import { DomainError, type ErrorCode, errorChain, UnreadableValueError } from '../../versioning/index.js';
import { refusedStatus, UnreadableRequest } from '../request/unreadable-request.js';
import { databaseFailure } from './database-failure.js';
import { describeError } from './error-description.js';
import { withEnumValues } from './enum-values.js';
import type { RequestRecord } from '../log/request-record.js';
import { withoutSuggestions, withoutValues } from './graphql-message.js';
import { literalPlace } from './literal-place.js';
import { oneKeySentence, oneKeyType } from './one-key.js';

/** What a client is told of an error. */
export interface Refusal {
  code: ErrorCode;
  message: string;
  details?: Readonly<Record<string, unknown>>;
}

/** In production nobody is told what else the schema has. */
interface Audience {
  readonly production: boolean;
  /** That of the document, where there is one. */
  readonly schema?: GraphQLSchema;
}

/** Clearer words for what Fastify refuses. */
const httpSentences = new Map([[415, 'Send the operation as application/json in UTF-8.']]);

const masked: Refusal = { code: 'INTERNAL_SERVER_ERROR', message: 'Internal server error' };

/** In characters: messages repeat names and values of the document, and each may be long. */
const longestMessage = 2000;

/** Codes of errors that Apollo or our scalars made, and what the contract calls them. */
const graphqlCodes = new Map<unknown, ErrorCode>([
  ['GRAPHQL_PARSE_FAILED', 'GRAPHQL_PARSE_FAILED'],
  ['GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_VALIDATION_FAILED'],
  ['BAD_USER_INPUT', 'BAD_USER_INPUT'],
  ['BAD_REQUEST', 'BAD_USER_INPUT'],
  ['OPERATION_RESOLUTION_FAILURE', 'BAD_USER_INPUT'],
  ['PERSISTED_QUERY_NOT_SUPPORTED', 'BAD_USER_INPUT'],
]);

/**
 * Decides what a client is told of an error. The one place that does.
 *
 * @param audience who is told
 * @returns the masked refusal for everything that is not known to be safe to tell
 */
export function refusalOf(error: unknown, audience: Audience = { production: true }): Refusal {
  const chain = errorChain(error);
  for (const link of chain) {
    const refusal = ownRefusal(link) ?? databaseFailure(link);
    if (refusal) return refusal;
  }
  const [outermost] = chain;
  return (outermost && (graphqlRefusal(outermost, audience) ?? httpRefusal(outermost))) ?? masked;
}

/**
 * Brings an error into the form in which it is answered, and logs it when the client is not told what it was.
 *
 * @param error as it was thrown, or wrapped by graphql-js
 * @param record of the request, remembers the code
 * @param audience who is told
 */
export function formatError(
  error: unknown,
  record: RequestRecord,
  logger: Logger,
  audience: Audience = { production: true },
): GraphQLFormattedError {
  const { code, message, details } = refusalOf(error, audience);
  record.errorCodes.add(code);
  record.malformed ||= isMalformed(error);
  if (code === 'INTERNAL_SERVER_ERROR') logOnce(error, record, logger, 'error');
  if (code === 'UNAVAILABLE' || code === 'TIMEOUT') logOnce(error, record, logger, 'warn');
  const { locations, path } = error instanceof GraphQLError ? error.toJSON() : {};
  return {
    message: message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message,
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { ...details, code, requestId: record.requestId },
  };
}

function ownRefusal(error: Error): Refusal | undefined {
  if (error instanceof DomainError) return error.code === 'INTERNAL_SERVER_ERROR' ? masked : error;
  // A failure all the same, and logged, but the client can be told what it was.
  if (error instanceof UnreadableValueError) return { code: masked.code, message: error.message };
  if (error instanceof AuthError) return { code: error.code, message: error.message };
  if (error instanceof QueueFull) return queueRefusal(error);
  return undefined;
}

function queueRefusal({ isOnesOwn }: QueueFull): Refusal {
  if (!isOnesOwn) return { code: 'UNAVAILABLE', message: 'Too many are signing in at the moment; try again.' };
  const message = 'Too many are signing in from your address at the moment; try again.';
  return { code: 'RATE_LIMITED', message, details: { retryAfterSeconds: 1 } };
}

function graphqlRefusal(error: Error, { production, schema }: Audience): Refusal | undefined {
  if (!(error instanceof GraphQLError)) return undefined;
  const oneKey = schema && oneKeyType(error.message, schema);
  // graphql-js gives an argument that does not fit, found only while executing, no code.
  const isArgument = error.originalError === undefined && error.message.startsWith('Argument "');
  const isBadValue = isArgument || isBadLiteral(error) || oneKey !== undefined;
  const code = isBadValue ? 'BAD_USER_INPUT' : graphqlCodes.get(error.extensions['code']);
  if (!code) return undefined;
  const field = code === 'BAD_USER_INPUT' ? fieldOf(error) : undefined;
  const told = oneKey ? oneKeySentence(field ?? oneKey.name, oneKey) : withoutValues(error.message);
  const message = production ? withoutSuggestions(told) : withEnumValues(told, schema);
  return { code, message, ...(field !== undefined && { details: { field } }) };
}

/** Of a variable it is known; that of a literal tells the document. */
function fieldOf({ extensions: { field }, nodes }: GraphQLError): string | undefined {
  if (typeof field === 'string') return field;
  const literal = nodes?.find((node) => isValueNode(node));
  return literal && literalPlace(literal);
}

/** A value that a scalar refuses while the document is validated: the document is right, the value is not. */
function isBadLiteral({ originalError }: GraphQLError): boolean {
  return originalError instanceof GraphQLError && originalError.extensions['code'] === 'BAD_USER_INPUT';
}

function httpRefusal(error: Error): Refusal | undefined {
  const status = refusedStatus(error);
  if (status === undefined) return undefined;
  return { code: 'BAD_USER_INPUT', message: sentenceOf(error, status) };
}

function sentenceOf(error: Error, status: number): string {
  return error instanceof UnreadableRequest ? error.message : (httpSentences.get(status) ?? error.message);
}

/** Whether there was no GraphQL request that could be understood, only an HTTP request. */
function isMalformed(error: unknown): boolean {
  if (error instanceof GraphQLError) return error.extensions['code'] === 'BAD_REQUEST';
  return refusedStatus(error) !== undefined;
}

function logOnce(error: unknown, record: RequestRecord, logger: Logger, level: 'error' | 'warn'): void {
  const cause = errorChain(error).at(-1);
  if (cause && record.logged.has(cause)) return;
  if (cause) record.logged.add(cause);
  logger[level](
    {
      requestId: record.requestId,
      operationName: record.operationName,
      error: describeError(error),
    },
    'The operation failed.',
  );
}
