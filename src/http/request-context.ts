import { randomUUID } from 'node:crypto';
import type { Authenticate } from '../auth/authenticator.js';
import type { Authenticated } from '../auth/principal.js';

/** What every resolver may know of the request it works for. */
export interface RequestContext extends Authenticated {
  readonly requestId: string;
  /** The name of the operation in the document; unknown until it has been chosen. */
  readonly operationName?: string;
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
 * Finds out who is calling. A request without a token is anonymous; one with a bad token is refused, whatever it asks.
 *
 * @throws InvalidToken, KeysUnavailable
 */
export async function createRequestContext(
  authenticate: Authenticate,
  request: { requestId: string; address: string; authorization: string | undefined },
): Promise<RequestContext> {
  const principal = await authenticate(request.authorization);
  return {
    requestId: request.requestId,
    address: request.address,
    ...(principal && { principal }),
  };
}
