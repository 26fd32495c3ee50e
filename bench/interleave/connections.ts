import { Client } from 'pg';

/** Connections of the server's role, each for one actor of a schedule. */
export class Connections {
  readonly #open: Client[] = [];

  constructor(private readonly url: string) {}

  /** So many, opened where they are missing. */
  async take(count: number): Promise<readonly Client[]> {
    while (this.#open.length < count) {
      const client = new Client({ connectionString: this.url, options: '-c timezone=UTC -c lock_timeout=200' });
      await client.connect();
      this.#open.push(client);
    }
    return this.#open.slice(0, count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#open.map((client) => client.end()));
  }
}
