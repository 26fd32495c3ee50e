import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import type { Authenticate } from '../../auth/authenticator.js';
import type { Claims } from '../../auth/claims.js';
import type { Authenticated } from '../../auth/principal.js';
import type { IssueToken } from '../../auth/token.js';
import { callerAddress } from './caller-address.js';

/** What is known of a request before its operation runs. */
export interface RequestContext extends Omit<Authenticated, 'principal'> {
  /** What the token says; whether that still counts, only the operation's transaction knows. */
  readonly claims?: Claims;
  /** Absent where tokens come from an identity provider. */
  readonly issueToken?: IssueToken;
  /** For what an operator must know and a caller must not. */
  readonly logger?: Logger;
  /** The name of the operation in the document; unknown until it has been chosen. */
  readonly operationName?: string;
}

/** How tokens are checked, and issued where that is possible. */
export interface Tokens {
  readonly authenticate: Authenticate;
  readonly issueToken?: IssueToken;
  readonly logger?: Logger;
}

/** Short and without anything that a log line or a header could be broken with. */
const safeRequestId = /^[\w.:-]{1,64}$/;

/**
 * The id under which a request is found in the log, the answer and the history.
 *
 * @param header the caller's own id, taken over when it is a short plain token
 */
export function requestIdFrom(header: string | string[] | undefined): string {
  return typeof header === 'string' && safeRequestId.test(header) ? header : randomUUID();
}

/**
 * Finds out who is said to be calling. A request without a token is anonymous; one with a bad token is refused, whatever it asks.
 *
 * @throws InvalidToken, KeysUnavailable
 */
export async function createRequestContext(
  { authenticate, issueToken, logger }: Tokens,
  request: FastifyRequest,
): Promise<RequestContext> {
  const claims = await authenticate(request.headers.authorization);
  return {
    requestId: request.id,
    address: callerAddress(request.ip),
    ...(claims && { claims }),
    ...(issueToken && { issueToken }),
    ...(logger && { logger }),
  };
}
