import type { CallOptions, ClientOptions, Fetch } from './client-options.js';
import { Deadline } from './deadline.js';
import { exactVariables } from './exact-variables.js';
import { readAnswer } from './read-answer.js';

/** Sends a document with its variables, and gives the answer's data. */
export type Send = (document: string, variables: unknown, options?: CallOptions) => Promise<unknown>;

/** Makes what sends operations to a server, one HTTP request each. */
export function createTransport(client: ClientOptions): Send {
  const send: Fetch = client.fetch ?? ((url, init) => globalThis.fetch(url, init));

  return async (document, variables, { signal, timeoutMs = client.timeoutMs } = {}) => {
    const body = `{"query":${JSON.stringify(document)},"variables":${exactVariables(variables ?? {})}}`;
    const deadline = new Deadline({ signal, timeoutMs });
    signal?.throwIfAborted();
    const headers = await deadline.until(requestHeaders(client)).catch((error: unknown) => {
      throw deadline.signal?.aborted ? deadline.describe(error) : error;
    });
    const answer = async () => {
      const init = { method: 'POST', headers, body, ...(deadline.signal && { signal: deadline.signal }) };
      const response = await send(client.url, init);
      return { status: response.status, text: await response.text() };
    };
    const { status, text } = await deadline.until(answer()).catch((error: unknown) => {
      throw deadline.describe(error);
    });
    return readAnswer(status, text, client.onHistoryNotes);
  };
}

async function requestHeaders({ headers, token }: ClientOptions): Promise<Record<string, string>> {
  const bearer = typeof token === 'function' ? await token() : token;
  return {
    'content-type': 'application/json',
    accept: 'application/graphql-response+json, application/json;q=0.9',
    ...headers,
    ...(bearer !== undefined && { authorization: `Bearer ${bearer}` }),
  };
}
