import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escapeIdentifier } from 'pg';
import { withdrawCreationRights } from '../../src/database/roles/creation-rights.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { migrateUp } from '../../src/database/upgrade/migrate.js';
import { boundApplicationRole, roleOf } from '../../src/database/roles/roles.js';
import { withClient } from '../../src/database/client/with-client.js';

const timeouts = { statementMs: 120_000, transactionMs: 240_000, lockMs: 60_000, idleMs: 120_000 };

/** A database of a cluster, which is gone afterwards. */
export interface Database extends AsyncDisposable {
  readonly adminUrl: string;
  readonly applicationUrl: string;
}

/** A PostgreSQL that gives databases with the tables and nothing in them. All of it is gone afterwards. */
export class Cluster {
  #databases = 0;

  private constructor(
    private readonly folder: string,
    private readonly postgres: EmbeddedPostgres,
  ) {}

  static async start(): Promise<Cluster> {
    const folder = await mkdtemp(join(tmpdir(), 'palimpsest-interleave-'));
    // Nothing here has to survive a crash. Planning anew took half of the time, and what is answered does not depend on it.
    const speed = { plan_cache_mode: 'force_generic_plan', jit: 'off' };
    const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', ...speed };
    const postgres = await startEmbeddedPostgres(folder, settings);
    const { ownerUrl, applicationUrl } = postgres;
    await migrateUp({ ownerUrl, applicationUrl, timeouts, retention: {} });
    return new Cluster(folder, postgres);
  }

  /** A copy of the one that was migrated. */
  async database(): Promise<Database> {
    const { superuserUrl, adminUrl, ownerUrl, applicationUrl } = this.postgres;
    const name = `interleave_${this.#databases++}`;
    const template = new URL(adminUrl).pathname.slice(1);
    const owner = escapeIdentifier(roleOf(ownerUrl));
    await run(
      superuserUrl,
      `create database ${escapeIdentifier(name)} template ${escapeIdentifier(template)} owner ${owner}`,
    );
    const of = (url: string) => Object.assign(new URL(url), { pathname: name }).href;
    // What is set or granted for one database is not copied with it.
    await withClient(of(adminUrl), 'DATABASE_URL', async (client) => {
      await boundApplicationRole(client, of(applicationUrl), timeouts);
      await withdrawCreationRights(client, roleOf(applicationUrl));
    });
    return {
      adminUrl: of(adminUrl),
      applicationUrl: of(applicationUrl),
      [Symbol.asyncDispose]: () => run(superuserUrl, `drop database ${escapeIdentifier(name)} with (force)`),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.postgres.stop();
    await rm(this.folder, { recursive: true });
  }
}

async function run(url: string, statement: string): Promise<void> {
  await withClient(url, 'DATABASE_URL', (client) => client.query(statement));
}
