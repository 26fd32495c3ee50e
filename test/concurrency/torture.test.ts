import { afterAll, beforeAll, expect, it } from 'vitest';
import { randomInt } from 'node:crypto';
import { runTorture } from '../../bench/torture/run-torture.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

it('sixteen clients on a few hot posts are told nothing that the history does not bear out', async () => {
  const seed = randomInt(1, 2 ** 31);
  const { tokens } = server.organization;
  const run = { url: server.url, token: tokens.ADMIN, clients: 16, posts: 8, seconds: 8, seed };
  const { violations, journal, versions } = await runTorture(run);
  expect(violations, `seed ${seed}`).toEqual([]);
  const actions = new Set(journal.acknowledged.map(({ action }) => action));
  expect(actions).toEqual(new Set(['UPDATE', 'DELETE', 'RESTORE', 'REVERT']));
  expect([...journal.outcomes.keys()]).toEqual(expect.arrayContaining(['done', 'CONFLICT']));
  expect(versions).toBeGreaterThan(journal.acknowledged.length);
});
