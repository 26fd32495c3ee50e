import type { HistoryNote } from '../../src/versioning/index.js';

/** What a GraphQL server answered. */
export interface Answer<Data> {
  readonly status: number;
  readonly data: Data | null | undefined;
  readonly errors: readonly AnswerError[];
  readonly extensions?: { readonly history: readonly HistoryNote[]; readonly historyOmitted?: number };
  /** The body, byte for byte. */
  readonly body: string;
}

export interface AnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions: { readonly code: string; readonly requestId: string } & Readonly<Record<string, unknown>>;
}

export interface GraphqlRequest {
  readonly query: string;
  readonly variables?: Record<string, unknown> | undefined;
  readonly operationName?: string;
  readonly token?: string | null | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks a server over HTTP, as any client would. */
export async function requestGraphql<Data>(
  url: string,
  { token, headers, ...request }: GraphqlRequest,
): Promise<Answer<Data>> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: {
      ...headers,
      'content-type': 'application/json',
      ...(token != null && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(request),
  });
  const body = await response.text();
  const { data, errors = [], extensions } = JSON.parse(body) as Partial<Answer<Data>>;
  return { status: response.status, data, errors, body, ...(extensions && { extensions }) };
}

/** The data of an answer that must have no errors. */
export function dataOf<Data>({ data, errors, body }: Answer<Data>): Data {
  if (errors.length > 0 || data == null) throw new Error(`The server answered ${body}`);
  return data;
}
