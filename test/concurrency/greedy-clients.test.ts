import { expect, it, onTestFinished } from 'vitest';
import { Client } from 'pg';
import { asSuperuser } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { dataOf } from '../support/graphql-client.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { times } from './mutate.js';

const update = `mutation($id: ID!) { updatePost(input: { id: $id, expectedVersion: 1, patch: { body: "mine" } }) { post { version } } }`;

interface World {
  readonly server: TestServer;
  readonly id: string;
}

async function start(operationTimeoutMs: number): Promise<World> {
  const server = await startTestServer({
    settings: { POOL_SIZE: '4', POOL_TIMEOUT_MS: '500', OPERATION_TIMEOUT_MS: String(operationTimeoutMs) },
  });
  onTestFinished(() => server.stop());
  const created = await server.graphql<{ createPost: { post: { id: string } } }>(
    'mutation { createPost(input: { title: "T", slug: "s", body: "" }) { post { id } } }',
  );
  return { server, id: dataOf(created).createPost.post.id };
}

it('who leaves takes the statement along that works for the answer', async () => {
  const world = await start(600_000);
  const { server, id } = world;
  const holder = await lockPost(world);
  const leaving = new AbortController();
  const left = fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.organization.tokens.ADMIN}` },
    body: JSON.stringify({ query: update, variables: { id } }),
    signal: leaving.signal,
  });
  await eventually(async () => expect(await waitingStatements(server)).toBe(1));
  leaving.abort();
  await expect(left).rejects.toThrow('aborted');
  await eventually(async () => expect(await waitingStatements(server)).toBe(0));
  expect(await openTransactions(server)).toBe(1);
  await holder.end();
});

it('an operation that takes longer than it may is ended as a whole, with one sentence, however many fields it has', async () => {
  const world = await start(1000);
  const { server, id } = world;
  const holder = await lockPost(world);
  const fields = times(5, (n) => `f${n}: updatePost(input: $input) { post { version } }`).join(' ');
  const answer = await server.graphql(`mutation($input: UpdatePostInput!) { ${fields} }`, {
    input: { id, expectedVersion: 1, patch: { body: 'mine' } },
  });
  expect(answer.errors).toEqual([
    expect.objectContaining({
      message: 'The operation took longer than 1000 ms and was ended.',
      extensions: expect.objectContaining({ code: 'TIMEOUT' }),
    }),
  ]);
  expect(answer.status).toBe(504);
  await eventually(async () => expect(await openTransactions(server)).toBe(1));
  await holder.end();
  expect(dataOf(await server.graphql(update, { id }))).toEqual({ updatePost: { post: { version: 2 } } });
});

it('twelve greedy clients of one organization keep nobody of another waiting, and are told why they wait', async () => {
  const world = await start(600_000);
  const { server, id } = world;
  const other = await server.addOrganization('globex');
  const holder = await lockPost(world);
  const refused: unknown[] = [];
  const greedy = times(12, async (n) => {
    const answer = await server.graphql(update, { id }, server.organization.tokens[n % 2 === 0 ? 'ADMIN' : 'EDITOR']);
    const code = answer.errors[0]?.extensions.code ?? 'DONE';
    if (code === 'RATE_LIMITED') refused.push(code);
    return code;
  });
  // Each of the two has half of the turns, and both together three quarters.
  await eventually(async () => expect([await waitingStatements(server), refused.length]).toEqual([3, 9]));
  const probe = await server.graphql('{ posts { totalCount } }', {}, other.tokens.VIEWER);
  expect(dataOf(probe)).toEqual({ posts: { totalCount: 0 } });
  await holder.end();
  const codes = (await Promise.all(greedy)).filter((code) => code !== 'RATE_LIMITED');
  expect(codes.toSorted()).toEqual(['CONFLICT', 'CONFLICT', 'DONE']);
});

/** Locks the post as another program would; ends with its connection. */
async function lockPost({ server, id }: World): Promise<Client> {
  const client = new Client({ connectionString: server.database.superuserUrl });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query('begin');
  await client.query('select from post where id = $1 for update', [id]);
  return client;
}

function waitingStatements(server: TestServer): Promise<number> {
  return count(server, `state = 'active' and wait_event_type = 'Lock'`);
}

function openTransactions(server: TestServer): Promise<number> {
  return count(server, 'xact_start is not null');
}

function count(server: TestServer, condition: string): Promise<number> {
  return asSuperuser(server.database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and ${condition}`,
    );
    return rows[0]!.count;
  });
}
