import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

type Made = { made: { user: { id: string; email: string; version: number } } };

const create = (email: string, password?: string) =>
  server.graphql<Made>(
    'mutation ($input: CreateUserInput!) { made: createUser(input: $input) { user { id email version } } }',
    { input: { email, displayName: 'x', role: 'EDITOR', ...(password && { password }) } },
  );
const send = (operation: string, id: string, version: number, more = '') =>
  server.graphql(
    `mutation { ${operation}User(input: { id: "${id}", expectedVersion: ${version} ${more} }) { user { version } } }`,
  );
const made = async (email: string, password?: string) => dataOf(await create(email, password)).made.user;

describe('an address', () => {
  it('is of one account, however it is cased and however Unicode spells it, and comes back as it was given', async () => {
    const { id, email } = await made('Zo\u00e9@Example.org');
    expect(email).toBe('Zo\u00e9@Example.org');
    for (const other of ['zo\u00e9@example.org', 'ZOE\u0301@EXAMPLE.ORG', '\uff3ao\u00e9@example.org']) {
      const { errors } = await create(other);
      expect(errors[0]?.extensions).toMatchObject({
        code: 'ALREADY_EXISTS',
        entityType: 'User',
        field: 'email',
        conflictingId: id,
      });
    }
    await made('zoe@example.org');
  });

  it('may be taken by another once its account is deleted, which then cannot come back with it', async () => {
    const first = await made('once@example.org');
    dataOf(await send('delete', first.id, 1));
    const second = await made('ONCE@example.org');
    const { errors } = await send('restore', first.id, 2);
    expect(errors[0]?.extensions).toMatchObject({ code: 'ALREADY_EXISTS', field: 'email', conflictingId: second.id });
    dataOf(await send('restore', first.id, 2, 'patch: { email: "twice@example.org" }'));
  });

  it('finds its account at sign-in in any form', async () => {
    await made('Ren\u00e9e@example.org', 'a password of hers');
    // In a script that is younger than the Unicode of some databases; there, as it was given.
    await made('\u{10570}@example.org', 'a password of hers');
    for (const [email, expected] of [
      ['Ren\u00e9e@example.org', 'Ren\u00e9e@example.org'],
      ['rene\u0301e@EXAMPLE.org', 'Ren\u00e9e@example.org'],
      ['\u{10570}@example.org', '\u{10570}@example.org'],
    ]) {
      const answer = await server.graphql<{ signIn: { viewer: { user: { email: string } } } }>(
        'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { user { email } } } }',
        { input: { organization: 'acme', email, password: 'a password of hers' } },
        null,
      );
      expect(dataOf(answer).signIn.viewer.user.email).toBe(expected);
    }
  });

  it.each([
    '',
    'ada',
    'ada@',
    '@example.org',
    'a da@example.org',
    'ada@exa mple.org',
    'ada@b@example.org',
    'a\u200bda@example.org',
    `${'x'.repeat(65)}@example.org`,
  ])('is refused where it is none: %j', async (email) => {
    const { id } = await made(`valid-${Math.random()}@example.org`);
    const patch = `patch: { email: ${JSON.stringify(email)} }`;
    const updated = await send('update', id, 1, patch);
    dataOf(await send('delete', id, 1));
    for (const answer of [await create(email), updated, await send('restore', id, 2, patch)]) {
      expect(answer.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', field: 'email' });
      expect(answer.errors[0]?.message).toBe('email must be an email address like ada@acme.example.');
    }
  });
});
