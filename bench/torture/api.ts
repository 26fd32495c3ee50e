/** Why an operation failed, as the server says it. */
export interface ApiError {
  readonly message: string;
  readonly extensions: { readonly code: string } & Readonly<Record<string, unknown>>;
}

/** What became of an operation. `unknown`: the answer never came, so it may or may not have been done. */
export type Outcome<Data> =
  | { readonly kind: 'done'; readonly data: Data }
  | { readonly kind: 'refused'; readonly errors: readonly ApiError[] }
  | { readonly kind: 'unknown'; readonly reason: string };

const shownOfQuery = 60;

/** Talks to a server over HTTP in the name of one user. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Sends an operation, whatever becomes of it. */
  async send<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Outcome<Data>> {
    try {
      const response = await fetch(`${this.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
        body: JSON.stringify({ query, variables }),
      });
      const { data, errors } = (await response.json()) as { data?: Data | null; errors?: ApiError[] };
      return errors || data == null ? { kind: 'refused', errors: errors ?? [] } : { kind: 'done', data };
    } catch (error) {
      const { message, cause } = error as Error;
      return { kind: 'unknown', reason: cause instanceof Error ? `${message}, ${cause.message}` : message };
    }
  }

  /**
   * The data of an operation that must succeed.
   *
   * @throws Error with what the server said otherwise
   */
  async ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data> {
    const outcome = await this.send<Data>(query, variables);
    if (outcome.kind === 'unknown') throw new Error(`No answer came from ${this.url}: ${outcome.reason}`);
    if (outcome.kind === 'refused') {
      const reasons = outcome.errors.map(({ message, extensions }) => `${extensions.code}, ${message}`);
      throw new Error(`The server refused ${query.slice(0, shownOfQuery)}: ${reasons.join('; ')}`);
    }
    return outcome.data;
  }
}
