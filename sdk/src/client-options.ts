import type { HistoryNote } from './history-note.js';

/** The part of `fetch` that the client uses. */
export type Fetch = (
  url: string,
  init: { method: string; headers: Record<string, string>; body: string; signal?: AbortSignal },
) => Promise<{ readonly status: number; text(): Promise<string> }>;

export interface ClientOptions {
  /** Of the GraphQL endpoint: `http://127.0.0.1:4000/graphql`. */
  readonly url: string;
  /** The bearer token, or what gives it; asked for each request, so that it may renew it. */
  readonly token?: string | (() => string | undefined | Promise<string | undefined>);
  /** Sent with each request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long to wait for each answer, in milliseconds, up to 24 days; 60000 where absent, Infinity to wait for ever. */
  readonly timeoutMs?: number;
  /** In place of the global one. */
  readonly fetch?: Fetch;
  /**
   * Told of what old versions hold that an answer cannot give; `omitted`: how many more such values there are. What it
   * throws is an unhandled rejection, for the call has succeeded.
   */
  readonly onHistoryNotes?: (notes: readonly HistoryNote[], omitted: number) => void | Promise<void>;
}

/** What can be decided for each call. */
export interface CallOptions {
  /** Ends the call; it then rejects with the signal's reason. Whether a change took effect is not known. */
  readonly signal?: AbortSignal | undefined;
  /** In place of the client's. */
  readonly timeoutMs?: number | undefined;
}
