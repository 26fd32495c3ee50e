import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf } from '../support/graphql-client.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

describe('the change set of a mutation operation', () => {
  it('has the reasons of all of its fields, each once', async () => {
    const reason = await reasonOf(`
      a: createTag(input: { name: "a", reason: "First." }) { changeSet { reason } }
      b: createTag(input: { name: "b", reason: "Second." }) { changeSet { reason } }
      ...More @include(if: $yes)`);
    expect(reason).toBe('First.\nSecond.');
  });

  it('has no reason of a field that says nothing', async () => {
    const fields = ['First.', '', ' '].map(
      (text, n) => `t${n}: createTag(input: { name: "empty ${n}", reason: "${text}" }) { changeSet { reason } }`,
    );
    expect(await reasonOf(`a: ${fields[0]!.slice(4)} ${fields.slice(1).join(' ')} ...More @skip(if: $yes)`)).toBe(
      'First.',
    );
  });

  it('has no reason of a field that is skipped', async () => {
    const reason = await reasonOf(`
      a: createTag(input: { name: "d", reason: "Done." }) { changeSet { reason } }
      b: createTag(input: { name: "e", reason: "Skipped." }) @skip(if: $yes) { changeSet { reason } }
      ... @include(if: false) { f: createTag(input: { name: "f", reason: "Not included." }) { changeSet { reason } } }
      ...More @skip(if: $yes)`);
    expect(reason).toBe('Done.');
  });
});

it('signing in stands alone, since it is no part of what commits or fails as a whole', async () => {
  const { errors } = await server.graphql(`mutation {
    signIn(input: { organization: "acme", email: "admin@acme.example", password: "a password" }) { token }
    createTag(input: { name: "x" }) { tag { id } } }`);
  expect(errors).toMatchObject([
    { message: 'signIn and other mutations cannot be one operation.', extensions: { code: 'BAD_USER_INPUT' } },
  ]);
});

it('is not asked where fragments spread each other twice and so double at each level', async () => {
  const fragments = Array.from({ length: 40 }, (_, i) => `fragment F${i} on Mutation { ...F${i + 1} ...F${i + 1} }`);
  const last = 'fragment F40 on Mutation { createTag(input: { name: "never" }) @skip(if: true) { tag { id } } }';
  const { errors } = await server.graphql(`mutation { ...F0 } ${fragments.join(' ')} ${last}`, {}, null);
  expect(errors).toMatchObject([{ extensions: { code: 'QUERY_TOO_COMPLEX', limit: 'merging' } }]);
});

async function reasonOf(fields: string): Promise<string | null> {
  const answer = await server.graphql<{ a: { changeSet: { reason: string | null } } }>(
    `mutation($yes: Boolean = true) { ${fields} }
    fragment More on Mutation { c: createTag(input: { name: "c", reason: "First." }) { changeSet { reason } } }`,
  );
  return dataOf(answer).a.changeSet.reason;
}
