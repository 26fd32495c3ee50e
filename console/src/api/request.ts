import {
  type CallOptions,
  createDocumentClient,
  isUnauthenticated,
  type TypedDocument,
} from '../../../sdk/src/index.js';
import { endSession, session } from './session.js';

const client = createDocumentClient({
  url: new URL('/graphql', globalThis.location.href).href,
  token: () => session.value?.token,
});

/** Asks as who is signed in. A token that counts no more ends the session. */
export async function request<TResult, TVariables extends object>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  options?: CallOptions,
): Promise<TResult> {
  try {
    return await client.request(document, variables, options);
  } catch (error) {
    if (isUnauthenticated(error) && session.value) endSession(error.message);
    throw error;
  }
}

/** Asks by a document that was written for a type of records; the caller knows what it answers. */
export function ask<TResult>(document: string, variables: object, signal?: AbortSignal): Promise<TResult> {
  return request(document as unknown as TypedDocument<TResult, object>, variables, { signal });
}
