import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from 'pg';
import { asSuperuser } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
import { dataOf } from '../support/graphql-client.js';
import { startTestServer, type TestOrganization, type TestServer } from '../support/test-server.js';
import { times } from './mutate.js';

const update = `mutation($id: ID!) { updatePost(input: { id: $id, expectedVersion: 1, patch: { body: "mine" } }) { post { version } } }`;

let server: TestServer;
let other: TestOrganization;
let id: string;

beforeAll(async () => {
  server = await startTestServer({
    settings: { POOL_SIZE: '4', OPERATION_TIMEOUT_MS: '3000', POOL_TIMEOUT_MS: '500' },
  });
  other = await server.addOrganization('globex');
  const created = await server.graphql<{ createPost: { post: { id: string } } }>(
    'mutation { createPost(input: { title: "T", slug: "s", body: "" }) { post { id } } }',
  );
  id = dataOf(created).createPost.post.id;
});

afterAll(() => server.stop());

it('who leaves takes the statement along that works for the answer', async () => {
  const holder = await lockPost();
  const leaving = new AbortController();
  const left = fetch(`${server.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${server.organization.tokens.ADMIN}` },
    body: JSON.stringify({ query: update, variables: { id } }),
    signal: leaving.signal,
  });
  await eventually(async () => expect(await waitingStatements()).toBe(1));
  leaving.abort();
  await expect(left).rejects.toThrow('aborted');
  await eventually(async () => expect(await waitingStatements()).toBe(0));
  expect(await openTransactions()).toBe(1);
  await holder.end();
});

it('an operation that takes longer than it may is ended as a whole, with one sentence, however many fields it has', async () => {
  const holder = await lockPost();
  const fields = times(5, (n) => `f${n}: updatePost(input: $input) { post { version } }`).join(' ');
  const answer = await server.graphql(`mutation($input: UpdatePostInput!) { ${fields} }`, {
    input: { id, expectedVersion: 1, patch: { body: 'mine' } },
  });
  expect(answer.errors).toEqual([
    expect.objectContaining({
      message: 'The operation took longer than 3000 ms and was ended.',
      extensions: expect.objectContaining({ code: 'TIMEOUT' }),
    }),
  ]);
  expect(answer.status).toBe(504);
  await eventually(async () => expect(await openTransactions()).toBe(1));
  await holder.end();
  expect(dataOf(await server.graphql(update, { id }))).toEqual({ updatePost: { post: { version: 2 } } });
});

it('twelve greedy clients of one organization keep nobody of another waiting, and are told why they wait', async () => {
  const holder = await lockPost();
  const greedy = times(12, (n) =>
    server.graphql(update, { id }, server.organization.tokens[n % 2 === 0 ? 'ADMIN' : 'EDITOR']),
  );
  await eventually(async () => expect(await waitingStatements()).toBe(3));
  const probe = await server.graphql('{ posts { totalCount } }', {}, other.tokens.VIEWER);
  expect(dataOf(probe)).toEqual({ posts: { totalCount: 0 } });
  const codes = (await Promise.all(greedy)).map(({ errors }) => errors[0]?.extensions.code);
  expect(Map.groupBy(codes, (code) => code).get('RATE_LIMITED')).toHaveLength(9);
  await holder.end();
});

/** Locks the post as another program would; ends with its connection. */
async function lockPost(): Promise<Client> {
  const client = new Client({ connectionString: server.database.superuserUrl });
  await client.connect();
  await client.query('begin');
  await client.query('select from post where id = $1 for update', [id]);
  return client;
}

function waitingStatements(): Promise<number> {
  return count(`state = 'active' and wait_event_type = 'Lock'`);
}

function openTransactions(): Promise<number> {
  return count('xact_start is not null');
}

function count(condition: string): Promise<number> {
  return asSuperuser(server.database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and ${condition}`,
    );
    return rows[0]!.count;
  });
}
