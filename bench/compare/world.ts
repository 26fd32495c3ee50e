import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { Client } from 'pg';
import { readConfig } from '../../src/config.js';
import { connect } from '../../src/database/connection/connect.js';
import { clusterPaths } from '../../src/database/embedded/cluster.js';
import { readPostmasterFile } from '../../src/database/embedded/postmaster-file.js';
import { openDatabase } from '../../src/database/connection/open-database.js';
import { adminToken } from '../torture/admin-token.js';
import { fill, type Size, slugOf } from './dataset.js';

/** A post to work on. */
export interface Post {
  readonly id: string;
  readonly version: number;
}

/** The database that all contestants work on, an embedded PostgreSQL of its own, and who asks them. */
export class World {
  private constructor(
    /** For logs and what else is gone afterwards. */
    readonly folder: string,
    /** As the role that owns nothing and is bound by policies. */
    readonly url: string,
    /** The secret that tokens are signed with. */
    readonly secret: string,
    /** Of an administrator of the organization that all records belong to. */
    readonly token: string,
    readonly size: Size,
    /** The process number of PostgreSQL. */
    readonly postmaster: number,
    private readonly superuser: Client,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(size: Size, onProgress: (part: number) => void): Promise<World> {
    const folder = await mkdtemp(join(tmpdir(), 'palimpsest-bench-'));
    const stops = [() => rm(folder, { recursive: true, force: true })];
    let stopping: Promise<void> | undefined;
    const stop = () => (stopping ??= stopInReverse(stops));
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => void stop().finally(() => process.exit(1)));
    }
    try {
      const secret = randomBytes(32).toString('hex');
      const config = readConfig({ DATA_DIR: folder, AUTH_JWT_SECRET: secret });
      const database = await openDatabase(config);
      stops.push(() => database.close());
      const { adminUrl } = database.embedded!;
      const token = await administrator(database.url, config);
      await fill(adminUrl, decodeJwt(token).sub!, size, onProgress);
      const superuser = new Client({ connectionString: adminUrl });
      await superuser.connect();
      stops.push(() => superuser.end());
      const { rows } = await superuser.query<{ count: string }>('select count(*) from entity_version');
      const postmaster = (await readPostmasterFile(clusterPaths(folder).cluster))!.pid;
      const filled = { posts: size.posts, versions: Number(rows[0]!.count) };
      return new World(folder, database.url, secret, token, filled, postmaster, superuser, stop);
    } catch (error) {
      await stop();
      throw error;
    }
  }

  /** So many posts, with the versions they are at now. */
  async posts(count: number): Promise<Post[]> {
    const { rows } = await this.superuser.query<Post>('select id, version from post order by slug limit $1', [count]);
    return rows;
  }

  /** Slugs of posts in the middle of the list. */
  deepSlugs(count: number): string[] {
    const { posts } = this.size;
    return Array.from({ length: count }, (_, n) => slugOf(Math.ceil(posts * (0.4 + (0.4 * n) / count))));
  }

  /**
   * Gives all change sets their durable places, as a server does in time.
   *
   * @param parts how far into the history, from 0 to 1
   * @returns the change set there, of each
   */
  async changeSets(parts: readonly number[]): Promise<string[]> {
    const seal = 'select is_behind from palimpsest.seal_change_sets(1000)';
    while ((await this.superuser.query<{ is_behind: boolean }>(seal)).rows[0]!.is_behind);
    const sumUp = 'select palimpsest.sum_up_everybody(1000) as is_behind';
    while ((await this.superuser.query<{ is_behind: boolean }>(sumUp)).rows[0]!.is_behind);
    const { rows } = await this.superuser.query<{ id: string }>(
      `select (array_agg(change_set_id order by place))[1 + (count(*) - 1) * part]::text as id
       from sealed_change_set, unnest($1::float[]) with ordinality as asked (part, n) group by part, n order by n`,
      [parts],
    );
    return rows.map(({ id }) => id);
  }

  /** Changes the titles of as many posts in one transaction. @returns its change set */
  async changeTogether(count: number): Promise<string> {
    await this.superuser.query(
      `update post set title = title || '.' where id in (select id from post order by id limit $1)`,
      [count],
    );
    const { rows } = await this.superuser.query<{ id: string }>('select id from change_set order by xid desc limit 1');
    return rows[0]!.id;
  }

  /** PostgreSQL's version. */
  async postgres(): Promise<string> {
    const { rows } = await this.superuser.query<{ server_version: string }>('show server_version');
    return rows[0]!.server_version;
  }

  /** As autovacuum does in time: what a turn has left burdens no later one. */
  async tidy(): Promise<void> {
    await this.superuser.query('vacuum analyze');
  }

  /**
   * Holds all that is stored against what it must be.
   *
   * @returns what `palimpsest verify` says
   * @throws Error with the same where anything is not as it must be
   */
  async verify(): Promise<string> {
    const env = { PATH: process.env.PATH, DATABASE_URL: this.url, AUTH_JWT_SECRET: this.secret };
    const child = spawn(process.execPath, ['dist/src/cli/main.js', 'verify'], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`The history is damaged: ${said}`);
    return said.trim();
  }
}

async function stopInReverse(stops: readonly (() => Promise<void>)[]): Promise<void> {
  for (const stop of stops.toReversed()) await stop();
}

async function administrator(url: string, config: ReturnType<typeof readConfig>): Promise<string> {
  const orm = await connect({ url, pool: config.pool, timeouts: config.timeouts });
  try {
    return await adminToken({ orm, auth: config.auth });
  } finally {
    await orm.close();
  }
}
