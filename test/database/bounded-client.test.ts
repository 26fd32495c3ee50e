import type { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sqlOf } from '../../bench/round-trips/frontend-messages.js';
import { WireProxy } from '../../bench/round-trips/wire-proxy.js';
import { BoundedClient } from '../../src/database/client/bounded-client.js';
import { pipelined, withBounds, withNext } from '../../src/versioning/index.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

let database: TestDatabase;
let proxy: WireProxy;
/** What is lost on the way, never to be answered. */
let swallowed: string | undefined;
let sent: string[];
const clients: Client[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
});

beforeEach(async () => {
  swallowed = undefined;
  sent = [];
  proxy = await WireProxy.start(database.applicationUrl, (message) => {
    const text = sqlOf(message);
    if (text !== undefined) sent.push(text);
    return text !== undefined && text === swallowed;
  });
});

afterEach(async () => {
  for (const client of clients.splice(0)) await client.end();
  await proxy.stop();
});

afterAll(() => database.drop());

async function open(patienceMs?: number): Promise<Client> {
  const client: Client = new BoundedClient({
    connectionString: proxy.url,
    ...(patienceMs !== undefined && { patienceMs }),
  });
  // What breaks is told by the statement, too.
  client.on('error', () => undefined);
  await client.connect();
  clients.push(client);
  return client;
}

describe('a connection', () => {
  it('is cut where no answer comes for longer than one can come', async () => {
    const client = await open(100);
    swallowed = 'select 1';
    await expect(client.query('select 1')).rejects.toMatchObject({ name: 'NoAnswerError', code: 'ETIMEDOUT' });
  });

  it('waits for as long as it takes where the work says so', async () => {
    const client = await open(100);
    const { rows } = await withBounds({ asLongAsItTakes: true }, () =>
      client.query('select pg_sleep(0.5) is null as x'),
    );
    expect(rows).toEqual([{ x: false }]);
  });

  it('waits for all that goes out in one message, as long as for each by itself', async () => {
    const client = await open(1000);
    const sleep = 'select pg_sleep(0.7) is null as x';
    expect(await (client as BoundedClient).together([{ text: sleep }, { text: sleep }])).toHaveLength(2);
    await client.query('begin');
    await withNext(() => client.query(sleep).then(({ rows }) => rows));
    expect((await client.query(sleep)).rows).toEqual([{ x: false }]);
    await client.query('commit');
    await client.query('begin');
    const opening = { answered: () => undefined, failed: () => undefined, opens: true };
    await pipelined(opening, () => client.query(sleep));
    expect((await client.query(sleep)).rows).toEqual([{ x: false }]);
    await client.query('commit');
  });

  it('has its statement cancelled where the work is to end, sends no other for it, and goes on for others', async () => {
    const client = await open();
    const end = new AbortController();
    await client.query('begin');
    const work = withBounds({ signal: end.signal }, async () => {
      const first = client.query('select pg_sleep(600)');
      const second = client.query('select 2');
      return Promise.allSettled([first, second]);
    });
    while (!sent.includes('select pg_sleep(600)')) await new Promise(setImmediate);
    end.abort(new Error('enough'));
    const outcomes = await work;
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && String(outcome.reason))).toEqual([
      'Error: enough',
      'Error: enough',
    ]);
    await withBounds({ signal: end.signal }, () => client.query('rollback'));
    expect((await client.query('select 3 as x')).rows).toEqual([{ x: 3 }]);
    expect(sent).toEqual(['begin', 'select pg_sleep(600)', 'rollback', 'select 3 as x']);
  });

  it('is cut where a statement does not end although it was told to', async () => {
    const client = await open();
    const end = new AbortController();
    swallowed = 'select 1';
    const answer = withBounds({ signal: end.signal }, () => client.query('select 1'));
    while (!sent.includes('select 1')) await new Promise(setImmediate);
    end.abort(new Error('enough'));
    await expect(answer).rejects.toMatchObject({ name: 'NoAnswerError' });
  });

  it('answers a statement that nobody can be asked to cancel', async () => {
    const client = await open();
    const end = new AbortController();
    const statement = 'select 1 as x from pg_sleep(0.3)';
    const answer = withBounds({ signal: end.signal }, () => client.query(statement));
    while (!sent.includes(statement)) await new Promise(setImmediate);
    proxy.refuseMore();
    end.abort(new Error('enough'));
    expect((await answer).rows).toEqual([{ x: 1 }]);
    expect((await client.query('select 2 as x')).rows).toEqual([{ x: 2 }]);
  });
});
