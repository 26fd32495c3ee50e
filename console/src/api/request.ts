import {
  type CallOptions,
  type Connection,
  createDocumentClient,
  type DocumentClient,
  isUnauthenticated,
  type PageVariables,
  type TypedDocument,
} from '../../../sdk/src/index.js';
import { shownInstant } from '../app/route.js';
import { loseSession, session } from './session.js';

const present = createDocumentClient({
  url: new URL('/graphql', globalThis.location.href).href,
  token: () => session.value?.token,
});

/** Reads what can be read of an instant as of the one that is shown, and of a past one changes nothing. */
function client(): DocumentClient {
  const instant = shownInstant.peek();
  return instant ? present.at(instant, 'sent') : present;
}

/** Asks as who is signed in, of the instant that is shown. Where the token counts no more, somebody is to sign in again. */
export async function request<TResult, TVariables extends object>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  options?: CallOptions,
): Promise<TResult> {
  const token = session.peek()?.token;
  try {
    return await client().request(document, variables, options);
  } catch (error) {
    throw ending(error, token);
  }
}

/** The items of all pages of a connection, as who is signed in. */
export async function* items<TResult, TVariables extends PageVariables, TNode>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  connection: (data: TResult) => Connection<TNode>,
  options?: CallOptions,
): AsyncGenerator<TNode, void, undefined> {
  const token = session.peek()?.token;
  try {
    yield* client().paginate(document, variables, connection, options);
  } catch (error) {
    throw ending(error, token);
  }
}

/** Asks by a document that was written for a type of records; the caller knows what it answers. */
export function ask<TResult>(document: string, variables: object, signal?: AbortSignal): Promise<TResult> {
  return request(document as unknown as TypedDocument<TResult, object>, variables, { signal });
}

/**
 * The error, after the session has ended where it says that its token counts no more.
 *
 * @param token by which was asked: the session that has begun since is another
 */
function ending(error: unknown, token: string | undefined): unknown {
  if (isUnauthenticated(error) && session.value?.token === token) loseSession(error.message);
  return error;
}
