import type { ClientOptions } from './client-options.js';
import type { HistoryNote } from './history-note.js';
import { type GraphQLAnswerError, PalimpsestError } from './palimpsest-error.js';

interface Answer {
  readonly data?: unknown;
  readonly extensions?: { readonly history?: readonly HistoryNote[]; readonly historyOmitted?: number };
  readonly errors?: readonly GraphQLAnswerError[];
}

/**
 * Takes the data out of an answer.
 *
 * @param onNotes told of what the answer says beside its data
 * @throws PalimpsestError for the first error of the answer, and BAD_RESPONSE for what is no answer of GraphQL
 */
export function readAnswer(status: number, text: string, onNotes?: ClientOptions['onHistoryNotes']): unknown {
  const { data, errors, extensions } = parseAnswer(status, text);
  if (extensions?.history) void tell(onNotes, extensions.history, extensions.historyOmitted ?? 0);
  const [error] = errors ?? [];
  if (!error) return data;
  const { code } = error.extensions ?? {};
  throw new PalimpsestError(typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR', error.message, {
    path: error.path,
    extensions: error.extensions,
    errors,
  });
}

/** Not waited for: a change has been committed by now, so a listener cannot fail the call. What it throws is unhandled. */
async function tell(onNotes: ClientOptions['onHistoryNotes'], notes: readonly HistoryNote[], omitted: number) {
  await onNotes?.(notes, omitted);
}

function parseAnswer(status: number, text: string): Answer {
  try {
    const answer: unknown = JSON.parse(text);
    if (isAnswer(answer)) return answer;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw noAnswer(status, error);
  }
  throw noAnswer(status);
}

function isAnswer(value: unknown): value is Answer {
  if (!isObject(value)) return false;
  const { data, errors } = value;
  // Absent, null or empty: some servers and proxies write an empty list, which the specification does not allow.
  if (errors == null || (Array.isArray(errors) && errors.length === 0)) return isObject(data);
  return Array.isArray(errors) && errors.every((error) => isObject(error) && typeof error['message'] === 'string');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** The statuses by which a proxy says that it got no answer, or none in time: Bad Gateway and Gateway Timeout. */
const fromProxies: ReadonlySet<number> = new Set([502, 504]);

function noAnswer(status: number, cause?: SyntaxError): PalimpsestError<'BAD_RESPONSE'> {
  const message = fromProxies.has(status)
    ? `A proxy answered with HTTP status ${status} in place of the server: whether the operation took effect is not known.`
    : `What answered with HTTP status ${status} is no GraphQL server; check the url.`;
  return new PalimpsestError('BAD_RESPONSE', message, { extensions: { status }, ...(cause && { cause }) });
}
