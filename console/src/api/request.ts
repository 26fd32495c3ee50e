import {
  type CallOptions,
  type Connection,
  createDocumentClient,
  type DocumentClient,
  inParts,
  isUnauthenticated,
  type PageVariables,
  type TypedDocument,
} from '../../../sdk/src/index.js';
import { shownInstant } from '../app/route.js';
import { fieldsQuery, type RootField } from '../model/root-field.js';
import { loseSession, session } from './session.js';
import { noteOutcome } from './unknown-outcome.js';

const present = createDocumentClient({
  url: new URL('/graphql', globalThis.location.href).href,
  token: () => session.value?.token,
});

/** The client of the instant that is shown. That of a past one changes nothing; what takes no instant it reads as always. */
function client(): DocumentClient {
  const instant = shownInstant.peek();
  return instant ? present.at(instant, 'sent') : present;
}

/** Asks by the token of who is signed in, as of the instant that is shown. Where the token is not valid any more, the session ends. */
export async function request<TResult, TVariables extends object>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  options?: CallOptions,
): Promise<TResult> {
  const token = session.peek()?.token;
  try {
    return await client().request(document, variables, options);
  } catch (error) {
    noteOutcome(error, document);
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

/** As many fields as a server usually allows in one query. */
const usualMost = 50;

/**
 * Asks for fields together: in one query, or in several where the server's limits allow no more.
 *
 * @param operation what the queries are called
 * @returns what each field answers, in their order
 */
export function askFields<TAnswer>(
  operation: string,
  fields: readonly RootField[],
  signal?: AbortSignal,
): Promise<TAnswer[]> {
  const askSome = async (part: readonly RootField[]) => {
    const { document, variables, names } = fieldsQuery(operation, part);
    const data = await ask<Record<string, TAnswer>>(document, variables, signal);
    return names.map((name) => data[name]!);
  };
  return inParts(fields, askSome, usualMost);
}

/**
 * Ends the session where an error says that its token is not valid any more.
 *
 * @param token by which the server was asked: the present session may have another
 * @returns the error
 */
function ending(error: unknown, token: string | undefined): unknown {
  if (isUnauthenticated(error) && session.value?.token === token) loseSession(error.message);
  return error;
}
