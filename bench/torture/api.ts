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

/** Talks to a server over HTTP in the name of one user. */
export class Api {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  /** Sends an operation, whatever becomes of it. */
  async send<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Outcome<Data>> {
    let text: string;
    try {
      const response = await fetch(`${this.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${this.token}` },
        body: JSON.stringify({ query, variables }),
      });
      text = await response.text();
    } catch (error) {
      return { kind: 'unknown', reason: String(error) };
    }
    const { data, errors } = JSON.parse(text) as { data?: Data | null; errors?: ApiError[] };
    return errors || data == null ? { kind: 'refused', errors: errors ?? [] } : { kind: 'done', data };
  }

  /**
   * The data of an operation that must succeed.
   *
   * @throws Error with what the server answered otherwise
   */
  async ask<Data>(query: string, variables?: Record<string, unknown>): Promise<Data> {
    const outcome = await this.send<Data>(query, variables);
    if (outcome.kind !== 'done') throw new Error(`The server did not answer ${query}: ${JSON.stringify(outcome)}`);
    return outcome.data;
  }
}
