import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

test('a snapshot lists the links of its own version, also where one operation makes several versions of a record', async () => {
  const created = await server.graphql<Record<string, { tag: { id: string } }> & { p: { post: { id: string } } }>(
    `mutation { a: createTag(input: { name: "a" }) { tag { id } } b: createTag(input: { name: "b" }) { tag { id } }
      p: createPost(input: { title: "P", slug: "p", body: "" }) { post { id } } }`,
  );
  const { a, b, p } = dataOf(created);
  const variables = { p: p.post.id, a: [a!.tag.id], b: [b!.tag.id] };
  const changed = await server.graphql<Record<string, unknown>>(
    `mutation($p: ID!, $a: [ID!], $b: [ID!]) {
      first: updatePost(input: { id: $p, expectedVersion: 1, patch: { tagIds: $a } }) { post { tags { name } } }
      second: updatePost(input: { id: $p, expectedVersion: 2, patch: { tagIds: $b } }) { post { tags { name } } }
    }`,
    variables,
  );
  expect(dataOf(changed)).toEqual({
    first: { post: { tags: [{ name: 'a' }] } },
    second: { post: { tags: [{ name: 'b' }] } },
  });

  const { history } = dataOf(
    await server.graphql<{ history: unknown }>(
      'query($p: ID!) { history(id: $p) { nodes { version ... on PostVersion { snapshot { tags { name } } } } } }',
      { p: p.post.id },
    ),
  );
  expect(history).toEqual({
    nodes: [
      { version: 3, snapshot: { tags: [{ name: 'b' }] } },
      { version: 2, snapshot: { tags: [{ name: 'a' }] } },
      { version: 1, snapshot: { tags: [] } },
    ],
  });
});
