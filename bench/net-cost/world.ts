import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { Api } from '../torture/api.js';
import { startOwnServer } from '../torture/own-server.js';

const clients = 4;

/** The advisory lock that a round of sealing takes: seal-change-sets.sql. */
const lockOfSealing = 5046126;

/** A server on a database of its own, with posts to change. */
export class World {
  private turn = 0;

  private constructor(
    private readonly api: Api,
    private readonly superuser: Client,
    /** Posts that are changed through the API, with the version they are at. */
    private readonly posts: { id: string; version: number }[],
    readonly stop: () => Promise<void>,
  ) {}

  /** @param rows posts besides, which one SQL statement changes */
  static async start(rows: number): Promise<World> {
    const { url, token, running, stop: stopServer } = await startOwnServer();
    const superuser = new Client({ connectionString: running.embedded!.adminUrl });
    await superuser.connect();
    const stop = async () => {
      await superuser.end();
      await stopServer();
    };
    const api = new Api(url, token);
    const posts = await createPosts(api);
    await superuser.query(
      `select set_config('app.tenant_id', (select id::text from organization where slug = 'bench'), false)`,
    );
    await superuser.query(
      `insert into post (id, title, slug, body)
       select gen_random_uuid(), 'Title', 'sql-' || n, repeat('Some words of a body. ', 30) from generate_series(1, $1::int) n`,
      [rows],
    );
    return new World(api, superuser, posts, stop);
  }

  /** Switches off every trigger that is not PostgreSQL's own. */
  async removeNet(): Promise<void> {
    const { rows } = await this.superuser.query<{ table: string }>(
      'select distinct tgrelid::regclass::text as "table" from pg_trigger where not tgisinternal and tgparentid = 0',
    );
    for (const { table } of rows) await this.superuser.query(`alter table ${table} disable trigger user`);
  }

  /** Has the sealing job wait. */
  async pauseSealing(): Promise<void> {
    await this.superuser.query('select pg_advisory_lock($1)', [lockOfSealing]);
  }

  /** Lets it go on, and waits until it has caught up. */
  async resumeSealing(): Promise<void> {
    await this.superuser.query('select pg_advisory_unlock($1)', [lockOfSealing]);
    for (let lag = 1; lag > 0;) {
      await sleep(100);
      const { rows } = await this.superuser.query<{ lag: number }>('select palimpsest.sealing_lag() as lag');
      lag = rows[0]!.lag;
    }
  }

  /** Changes through the API, a second. */
  async updatesPerSecond(count: number): Promise<number> {
    const started = performance.now();
    let left = count;
    const work = async (first: number) => {
      for (let n = first; left-- > 0; n += clients) await this.update(this.posts[n % this.posts.length]!);
    };
    await Promise.all(Array.from({ length: clients }, (_, n) => work(n)));
    return count / ((performance.now() - started) / 1000);
  }

  /** Seconds that one UPDATE of all the other posts takes, its commit included. */
  async secondsOfOneUpdate(): Promise<number> {
    // As autovacuum does within a minute: plans that were made on empty tables are made anew.
    await this.superuser.query('vacuum analyze');
    const started = performance.now();
    await this.superuser.query(`update post set title = 'Title ' || $1 where slug like 'sql-%'`, [this.turn++]);
    return (performance.now() - started) / 1000;
  }

  private async update(post: { id: string; version: number }): Promise<void> {
    await this.api.ask(
      `mutation($id: ID!, $expectedVersion: Int!, $title: String!) {
        updatePost(input: { id: $id, expectedVersion: $expectedVersion, patch: { title: $title } }) { post { version } }
      }`,
      { id: post.id, expectedVersion: post.version, title: `Title ${post.version++}` },
    );
  }
}

async function createPosts(api: Api): Promise<{ id: string; version: number }[]> {
  const posts: { id: string; version: number }[] = [];
  for (let n = 0; n < 8 * clients; n++) {
    const { createPost } = await api.ask<{ createPost: { post: { id: string; version: number } } }>(
      `mutation { createPost(input: { title: "Title", slug: "api-${n}", body: "Body" }) { post { id version } } }`,
    );
    posts.push({ ...createPost.post });
  }
  return posts;
}
