import { afterAll, beforeAll, expect, it } from 'vitest';
import { TrafficCounter } from '../../bench/round-trips/traffic.js';
import { WireProxy } from '../../bench/round-trips/wire-proxy.js';
import { dataOf } from '../support/graphql-client.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const traffic = new TrafficCounter();
let proxy: WireProxy;
let server: TestServer;
let id: string;

beforeAll(async () => {
  server = await startTestServer({
    between: async (url) => {
      proxy = await WireProxy.start(url, traffic.onMessage, traffic.onReady);
      return proxy.url;
    },
  });
  const create = `mutation { createPost(input: { title: "Title", slug: "slug", body: "Body" }) { post { id } } }`;
  ({ id } = dataOf<{ createPost: { post: { id: string } } }>(await server.graphql(create)).createPost.post);
});

afterAll(async () => {
  await server.stop();
  await proxy.stop();
});

/** An update of the title, to a value it did not have. */
function update(version: number): string {
  return `mutation {
    updatePost(input: { id: "${id}", expectedVersion: ${version}, patch: { title: "Title ${version}" } }) { post { id } }
  }`;
}

// One for each statement, and one for the end; what the transaction begins with comes along with the first.
it.each<[string, number, () => string]>([
  ['a record', 2, () => `{ post(id: "${id}") { id title body } }`],
  ['a list', 2, () => '{ posts { nodes { id title } } }'],
  ['a list of two levels', 3, () => '{ posts { nodes { id tags { name } } } }'],
  ['a page of history', 4, () => `{ post(id: "${id}") { history { nodes { version changeSet { id } } } } }`],
  ['what needs a role', 3, () => '{ legalHolds { nodes { placedAt } } }'],
  ['nothing but the caller', 2, () => '{ viewer { role } }'],
  ['an update', 7, () => update(1)],
])('%s costs %i round trips to the database', async (_what, trips, operation) => {
  // On a connection that is there.
  dataOf(await server.graphql('{ viewer { id } }'));
  const { roundTrips, statements } = await traffic.during(async () => dataOf(await server.graphql(operation())));
  expect({ roundTrips, statements }).toEqual({ roundTrips: trips, statements: expect.any(Array) as string[] });
});
