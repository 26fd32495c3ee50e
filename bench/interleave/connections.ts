import { Client } from 'pg';

/** Connections of the server's role, each for one actor of a schedule. */
export class Connections {
  readonly #open: Client[] = [];

  constructor(private readonly url: string) {}

  /** So many, opened where they are missing. */
  async take(count: number): Promise<readonly Client[]> {
    while (this.#open.length < count) {
      const client = new Client({ connectionString: this.url, options: '-c timezone=UTC' });
      // What runs on one that breaks fails by itself.
      client.on('error', () => undefined);
      await client.connect();
      this.#open.push(client);
    }
    return this.#open.slice(0, count);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#open.map((client) => client.end()));
  }
}
