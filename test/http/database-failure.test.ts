import { sql } from 'kysely';
import { Arg, Authorized, Ctx, Query, Resolver } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VersioningContext } from '../../src/versioning/index.js';
import { asSuperuser } from '../support/cluster.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

/** Lets a test put any statement into an operation's transaction. */
@Resolver()
class StatementResolver {
  @Authorized('READ')
  @Query(() => Boolean)
  async run(
    @Ctx() { em }: VersioningContext,
    @Arg('statements', () => [String]) statements: string[],
  ): Promise<boolean> {
    for (const statement of statements) await sql.raw(statement).execute(em.getKysely());
    return true;
  }

  @Authorized('READ')
  @Query(() => Boolean)
  async runWithOrm(
    @Ctx() { em }: VersioningContext,
    @Arg('statement', () => String) statement: string,
  ): Promise<boolean> {
    await em.execute(statement);
    return true;
  }
}

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({
    additionalResolvers: [StatementResolver],
    settings: { POOL_SIZE: '1', POOL_TIMEOUT_MS: '400' },
  });
});
afterAll(() => server.stop());

const run = (...statements: string[]) =>
  server.graphql('query Run($statements: [String!]!) { run(statements: $statements) }', { statements });
const runWithOrm = (statement: string) =>
  server.graphql('query Run($statement: String!) { runWithOrm(statement: $statement) }', { statement });

describe('a failure of PostgreSQL', () => {
  it('is TIMEOUT for a statement that took too long', async () => {
    const { errors, data } = await run('set local statement_timeout = 50', 'select pg_sleep(5)');
    expect(errors[0]).toMatchObject({ extensions: { code: 'TIMEOUT' } });
    expect(data).toBeNull();
  });

  it('is TIMEOUT for a lock that did not come', async () => {
    await asSuperuser(server.database.superuserUrl, async (holder) => {
      await holder.query('begin; lock table post in access exclusive mode');
      const { errors } = await run('set local lock_timeout = 50', 'select from post');
      expect(errors[0]).toMatchObject({ extensions: { code: 'TIMEOUT' } });
      await holder.query('rollback');
    });
  });

  it.each([
    'select 1 / 0 as canary_5d1',
    "select 'canary-5d1'::integer",
    // No newer version has changed the tables: the mistake is this one's.
    'select from canary_5d1',
  ])('that is no one’s fault but ours is masked, and its SQL stays out of the log: %s', async (statement) => {
    for (const answer of [await run(statement), await runWithOrm(statement)]) {
      expect(answer.errors[0]).toMatchObject({
        message: 'Internal server error',
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      });
      expect(answer.body).not.toContain('canary');
    }
    expect(server.log.join('\n')).not.toMatch(/canary/);
    expect(server.log.join('\n')).toContain('PostgreSQL refused a statement.');
  });

  it('is UNAVAILABLE when the connection is cut, and the next operation has a new one', async () => {
    const { errors } = await run('select pg_terminate_backend(pg_backend_pid())');
    expect(errors[0]).toMatchObject({ extensions: { code: 'UNAVAILABLE' } });
    expect((await run('select 1')).data).toEqual({ run: true });
  });

  it('is UNAVAILABLE when no connection is free in time, and the server is not ready meanwhile', async () => {
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    // Of another organization: who waits for operations of one's own is told that.
    const other = await server.addOrganization('globex');
    const holding = run('select pg_sleep(1.5)');
    await asSuperuser(server.database.superuserUrl, (client) =>
      until(client, "state = 'active' and query ~ 'pg_sleep'"),
    );
    const [refused, ready] = await Promise.all([
      server.graphql('{ viewer { id } }', {}, other.tokens.ADMIN),
      fetch(`${server.url}/readyz`),
    ]);
    expect(refused.status).toBe(503);
    expect(refused.errors[0]).toMatchObject({ extensions: { code: 'UNAVAILABLE' } });
    expect(ready.status).toBe(503);
    expect((await holding).data).toEqual({ run: true });
    expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({
      status: 'ready',
      database: 'reachable',
    });
    expect(await (await fetch(`${server.url}/metrics`)).text()).toContain('palimpsest_database_pool{state="open"} 1');
  });
});

/** Waits until a backend of the test's database is in a state. */
async function until(client: { query(text: string): Promise<{ rowCount: number | null }> }, state: string) {
  const asked = `select from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and ${state}`;
  while (((await client.query(asked)).rowCount ?? 0) === 0) await client.query('select pg_sleep(0.01)');
}
