import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { credentialOf } from '../../src/auth/credential.js';
import { issueToken } from '../../src/auth/token.js';
import { readConfig } from '../../src/config.js';
import { type RunningServer, startServer } from '../../src/server.js';
import type { Recording } from './recording.js';

/** As many instants are asked for by one operation. Asked again, they stand together again: what is read is planned once. */
const mostAtOnce = 16;

const fields = `
  posts(asOf: $AT, deleted: INCLUDE, first: 100) { nodes { id version title body deletedAt tags { id } } }
  tags(asOf: $AT, deleted: INCLUDE, first: 100) { nodes { id version name deletedAt } }`;

/** What a record looked like, as both the API and SQL tell it. */
export type Seen = readonly [
  id: string,
  version: number,
  name: string,
  body: string | null,
  deletedAt: string | null,
  tags: readonly string[],
];

interface Row {
  readonly id: string;
  readonly version: number;
  readonly title?: string;
  readonly name?: string;
  readonly body?: string;
  readonly deletedAt: string | null;
  readonly tags?: readonly { readonly id: string }[];
}

interface Answer {
  readonly data: Readonly<Record<string, { readonly nodes: readonly Row[] }>> | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** Codes of refusals that say nothing of what was asked, only how busy the machine is. */
const passing: ReadonlySet<unknown> = new Set(['UNAVAILABLE', 'TIMEOUT', 'RATE_LIMITED']);
const betweenAttemptsMs = 500;

/** A {@link Recording.state}: the same for the same records, in whatever order. */
export function fingerprint(records: readonly Seen[]): string {
  const ordered = records.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(ordered)).digest('base64url');
}

/** The server on a database, asked by its API for what there was at instants. */
export class Api {
  readonly #tokens = new Map<string, string>();

  private constructor(private readonly running: RunningServer) {}

  /** @param databaseUrl of a migrated database, as the server connects */
  static async start(databaseUrl: string): Promise<Api> {
    const config = readConfig({
      DATABASE_URL: databaseUrl,
      AUTH_JWT_SECRET: randomBytes(32).toString('hex'),
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_LEVEL: 'error',
      MAX_COST: '100000000',
      CONSOLE: 'off',
    });
    return new Api(await startServer(config, { logger: pino({ level: config.logLevel }, pino.destination(2)) }));
  }

  /** What the API answers for each instant, all of one tenant; the message where it refuses. */
  async statesAt(recordings: readonly Recording[]): Promise<ReadonlyMap<Recording, string>> {
    const operations = Array.from({ length: Math.ceil(recordings.length / mostAtOnce) }, (_, n) =>
      recordings.slice(n * mostAtOnce, (n + 1) * mostAtOnce),
    );
    const states = await Promise.all(operations.map((operation) => this.#ask(operation)));
    return new Map(states.flat());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.running.stop();
  }

  async #ask(recordings: readonly Recording[]): Promise<[Recording, string][]> {
    const response = await fetch(`${this.running.url}/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${await this.#tokenOf(recordings[0]!.tenant)}`,
      },
      body: JSON.stringify({
        query: queryFor(recordings.length),
        variables: Object.fromEntries(recordings.map((recording, n) => [`at${n}`, asOf(recording)])),
      }),
    });
    const { data, errors } = (await response.json()) as Answer;
    if (errors?.some(({ extensions }) => passing.has(extensions?.code))) {
      await sleep(betweenAttemptsMs);
      return this.#ask(recordings);
    }
    // One that is refused takes the others along.
    if (!data && recordings.length > 1) {
      return (await Promise.all(recordings.map((recording) => this.#ask([recording])))).flat();
    }
    return recordings.map((recording, n) => {
      const answers = [data?.[`posts${n}`], data?.[`tags${n}`]];
      const isRefused = answers.includes(undefined);
      const state = isRefused ? errors![0]!.message : fingerprint(answers.flatMap((one) => one!.nodes.map(seen)));
      return [recording, state];
    });
  }

  /** A tenant's user has the id of the tenant. */
  async #tokenOf(tenant: string): Promise<string> {
    const claims = { userId: tenant, organizationId: tenant, credential: credentialOf(null) };
    const token = this.#tokens.get(tenant) ?? (await issueToken(this.running.auth, claims)).token;
    this.#tokens.set(tenant, token);
    return token;
  }
}

function queryFor(instants: number): string {
  const numbers = Array.from({ length: instants }, (_, n) => n);
  const parts = numbers.map((n) =>
    fields.replaceAll('$AT', `$at${n}`).replace('posts(', `posts${n}: posts(`).replace('tags(', `tags${n}: tags(`),
  );
  return `query (${numbers.map((n) => `$at${n}: AsOf!`).join()}) { ${parts.join('')} }`;
}

function asOf({ kind, name }: Recording): object {
  if (kind === 'token') return { snapshot: name };
  return kind === 'changeSet' ? { changeSet: name } : { at: name };
}

function seen({ id, version, title, name, body, deletedAt, tags = [] }: Row): Seen {
  return [id, version, title ?? name!, body ?? null, deletedAt, tags.map((tag) => tag.id).toSorted()];
}
