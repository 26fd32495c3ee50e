import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { encodeCursor } from '../../../src/versioning/read/lists/cursor.js';
import { dataOf } from '../../support/graphql-client.js';
import { statementsDuring } from '../../support/statements.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';

vi.mock('../../../src/versioning/read/lists/cursor.js', { spy: true });

const made = vi.mocked(encodeCursor);
const tags = 5;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  const create = Array.from({ length: tags }, (_, n) => `t${n}: createTag(input: { name: "Tag ${n}" }) { tag { id } }`);
  dataOf(await server.graphql(`mutation { ${create.join(' ')} }`));
});
afterAll(() => server.stop());
beforeEach(() => void made.mockClear());

it.each([
  ['tags(first: 3) { nodes { id } edges { node { id } } pageInfo { hasNextPage hasPreviousPage } }', 0],
  ['tags(first: 3) { nodes { id } pageInfo { endCursor } }', 1],
  ['tags(first: 3) { edges { cursor node { id } } }', 3],
  ['auditLog(first: 3) { nodes { action } }', 0],
  ['auditLog(first: 3) { edges { cursor node { action } } }', 3],
])('makes only the cursors that are asked for: %s', async (list, cursors) => {
  dataOf(await server.graphql(`{ ${list} }`));
  expect(made).toHaveBeenCalledTimes(cursors);
});

it('counts and looks further only where that is asked for', async () => {
  const asked = async (list: string) =>
    (await statementsDuring(() => server.graphql(`{ ${list} }`))).filter((text) => / from "tag"/.test(text)).length;
  expect(await asked('tags(first: 3) { nodes { id } pageInfo { hasNextPage hasPreviousPage startCursor } }')).toBe(1);
  expect(await asked('tags(first: 3) { nodes { id } totalCount }')).toBe(2);
});
