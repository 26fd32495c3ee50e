import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { asSuperuser } from '../support/cluster.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { type Change, mustMutate, mutate, times } from './mutate.js';
import { eventually } from '../support/eventually.js';

const poolSize = 2;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ settings: { POOL_SIZE: String(poolSize), POOL_TIMEOUT_MS: '500' } });
});

afterAll(() => server.stop());

afterEach(expectNothingLeft);

describe('with a pool of two connections', () => {
  it('clients that hang up leave no transaction behind, and what they asked for is done as a whole or not at all', async () => {
    const ids = await createPosts(24);
    const pairs = times(12, (n) => ids.slice(2 * n, 2 * n + 2));
    await Promise.all(pairs.map((pair, n) => hangUpOn(pair.map(update), 4 * n)));
    await expectNothingLeft();
    const versions = await versionsOf(ids);
    const done = pairs.map((pair) => pair.map((id) => versions.get(id)));
    expect(done.filter(([first, second]) => first !== second)).toEqual([]);
    expect(await mutate(server, [create('after-hanging-up')])).toMatchObject({ code: 'DONE' });
  });

  it('a query that fails early reads nothing more, though other fields of it were not done', async () => {
    await createPosts(20);
    let acquired = 0;
    const count = () => void (acquired += 1);
    (await pool()).on('acquire', count);
    const { errors } = await server.graphql(`{ posts(after: "nonsense") { totalCount }
      a: posts { nodes { title tags { name } history { nodes { actor { displayName } changes { field } } } } } }`);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
    await expectNothingLeft();
    (await pool()).off('acquire', count);
    // Whatever is read outside of the operation's transaction takes another connection.
    expect(acquired).toBe(1);
  });

  it('many who sign in at once with a token of before do not wait for each other in vain', async () => {
    const input = { organization: 'acme', email: 'nobody@acme.example', password: 'a wrong password' };
    const answers = await Promise.all(
      times(6, () => server.graphql('mutation($input: SignInInput!) { signIn(input: $input) { token } }', { input })),
    );
    expect(answers.map(({ errors }) => errors[0]?.extensions.code)).toEqual(times(6, () => 'UNAUTHENTICATED'));
  });

  it('who finds all in use that one may have is told so within the time that is set, and who uses them finishes', async () => {
    const [id = ''] = await createPosts(1);
    const holder = await lockRow(id);
    const stuck = mutate(server, [update(id)]);
    await eventually(async () => expect(await waitingForLocks()).toBe(1));
    const { errors } = await server.graphql('{ posts { totalCount } }');
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['RATE_LIMITED']);
    await holder.end();
    expect(await stuck).toMatchObject({ code: 'DONE' });
  });

  it('who waits for a locked record for too long is told so, and nothing of the operation is done', async () => {
    await asSuperuser(server.database.superuserUrl, async (client) => {
      const role = decodeURIComponent(new URL(server.database.applicationUrl).username);
      const { rows } = await client.query<{ name: string }>('select current_database() as name');
      await client.query(`alter role ${role} in database ${rows[0]!.name} set lock_timeout = 200`);
      await client.query(
        'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and usename = $1',
        [role],
      );
    });
    const [id = ''] = await createPosts(1);
    const holder = await lockRow(id);
    expect(await mutate(server, [create('never-created'), update(id)])).toMatchObject({ code: 'TIMEOUT' });
    await holder.end();
    expect(await mutate(server, [create('never-created'), update(id)])).toMatchObject({
      code: 'DONE',
      made: [{ version: 1 }, { version: 2 }],
    });
  });
});

/** All connections are back in the pool, none is in a transaction, and no change is half recorded. */
async function expectNothingLeft(): Promise<void> {
  await eventually(async () => {
    const { totalCount, idleCount, waitingCount } = await pool();
    expect({ inUse: totalCount - idleCount, waitingCount }).toEqual({ inUse: 0, waitingCount: 0 });
  });
  // A connection that was broken off is out of the pool before its backend has noticed.
  await vi.waitFor(async () => expect(await leftBehind()).toEqual(nothing), { timeout: 15_000, interval: 20 });
}

const nothing = { transactions: 0, unrecordedPosts: 0, emptyChangeSets: 0 };

function leftBehind(): Promise<unknown> {
  return asSuperuser(server.database.superuserUrl, async (client) => {
    const { rows } = await client.query(
      `select (select count(*)::int from pg_stat_activity where datname = current_database() and xact_start is not null
           and backend_type = 'client backend' and pid <> pg_backend_pid()) as transactions,
         (select count(*)::int from post p where p.version <> (
           select count(*) from entity_version v where v.entity_id = p.id)) as "unrecordedPosts",
         (select count(*)::int from change_set c where not exists (
           select from entity_version v where v.change_set_id = c.id)) as "emptyChangeSets"`,
    );
    return rows[0];
  });
}

/** Sends changes, and is gone so many turns of the event loop later. */
async function hangUpOn(changes: readonly Change[], turns: number): Promise<void> {
  const hangUp = new AbortController();
  const inputs = changes.map(([, input]) => input);
  const request = fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.organization.tokens.ADMIN}` },
    body: JSON.stringify({
      query: `mutation($a: UpdatePostInput!, $b: UpdatePostInput!) {
        a: updatePost(input: $a) { post { version } } b: updatePost(input: $b) { post { version } } }`,
      variables: { a: inputs[0], b: inputs[1] },
    }),
    signal: hangUp.signal,
  });
  const answered = request.then(
    ({ status }) => expect(status).toBe(200),
    (error: unknown) => expect(error).toHaveProperty('name', 'AbortError'),
  );
  for (let turn = 0; turn < turns; turn++) await nextTurn();
  hangUp.abort();
  await answered;
}

async function versionsOf(ids: readonly string[]): Promise<Map<string, number>> {
  return asSuperuser(server.database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ id: string; version: number }>(
      'select id, version from post where id = any ($1)',
      [ids],
    );
    return new Map(rows.map(({ id, version }) => [id, version]));
  });
}

/** Locks a post as another program would; ends with its connection. */
async function lockRow(id: string): Promise<Client> {
  const client = new Client({ connectionString: server.database.superuserUrl });
  await client.connect();
  await client.query('begin');
  await client.query('select from post where id = $1 for update', [id]);
  return client;
}

function waitingForLocks(): Promise<number> {
  return asSuperuser(server.database.superuserUrl, async (client) => {
    const { rowCount } = await client.query(
      `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rowCount ?? 0;
  });
}

function createPosts(count: number): Promise<string[]> {
  return mustMutate(
    server,
    times(count, () => create(randomUUID())),
  );
}

function create(slug: string): Change {
  return ['createPost', { title: 'T', slug, body: '' }];
}

function update(id: string): Change {
  return ['updatePost', { id, expectedVersion: 1, patch: { body: 'mine' } }];
}

async function pool(): Promise<Pool> {
  return (await server.orm.em.getConnection().getNativeClient()) as Pool;
}
