import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { AuthChecker } from 'type-graphql';
import { expect, it, onTestFinished } from 'vitest';
import { authChecker } from '../../src/auth/access.js';
import { createAuthenticator } from '../../src/auth/authenticator.js';
import { createHttpServer } from '../../src/http/server.js';
import { buildSchema } from '../../src/schema/build-schema.js';
import { requestGraphql } from '../support/graphql-client.js';
import { startTestServer } from '../support/test-server.js';

/** A server that takes tokens of an identity provider, over the same database as one that issues its own. */
async function startWithProvider() {
  const server = await startTestServer();
  const keys = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'one' };
  const provider = createServer((_request, response) => response.end(JSON.stringify({ keys: [jwk] })));
  await new Promise<void>((listening) => provider.listen(0, '127.0.0.1', listening));
  const app = await createHttpServer({
    config: server.config,
    schema: await buildSchema(authChecker as AuthChecker<never>),
    orm: server.orm,
    health: {
      catalogue: () => ({ checkedAt: null, problems: [] }),
      areStatementsPrepared: () => true,
      jobs: async () => undefined,
      sealing: async () => undefined,
      migrations: async () => undefined,
    },
    mostChanges: 10,
    authenticate: createAuthenticator({
      jwksUrl: `http://127.0.0.1:${(provider.address() as AddressInfo).port}/jwks`,
      audience: 'palimpsest',
    }),
    logger: pino({ level: 'silent' }),
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  onTestFinished(async () => {
    await app.close();
    provider.close();
    await server.stop();
  });
  const sign = (claims: Record<string, unknown>) =>
    new SignJWT({ org: server.organization.id, aud: 'palimpsest', ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'one' })
      .setExpirationTime('5 minutes')
      .sign(keys.privateKey);
  const roleOf = async (claims: Record<string, unknown>) => {
    const { data, errors } = await requestGraphql<{ viewer: { role: string } }>(url, {
      query: '{ viewer { role } }',
      token: await sign(claims),
    });
    return data?.viewer.role ?? errors[0]?.extensions.code;
  };
  return { server, roleOf };
}

it('a token of a provider has the role it names, in an organization that is there, unless its user was deleted here', async () => {
  const { server, roleOf } = await startWithProvider();
  const { users } = server.organization;
  expect(await roleOf({ sub: randomUUID(), role: 'EDITOR' })).toBe('EDITOR');
  expect(await roleOf({ sub: users.VIEWER, role: 'ADMIN' })).toBe('ADMIN');
  expect(await roleOf({ sub: randomUUID(), role: 'EDITOR', org: randomUUID() })).toBe('UNAUTHENTICATED');
  expect(await roleOf({ sub: randomUUID(), role: 'EDITOR', aud: 'others' })).toBe('UNAUTHENTICATED');
  const remove = `mutation { deleteUser(input: { id: "${users.VIEWER}", expectedVersion: 1 }) { user { id } } }`;
  expect((await server.graphql(remove)).errors).toEqual([]);
  expect(await roleOf({ sub: users.VIEWER, role: 'ADMIN' })).toBe('UNAUTHENTICATED');
  // Nor when retention has removed her.
  const purge = `mutation { purgeUser(input: { id: "${users.VIEWER}", expectedVersion: 2 }) { user { id } } }`;
  expect((await server.graphql(purge)).errors).toEqual([]);
  expect(await roleOf({ sub: users.VIEWER, role: 'ADMIN' })).toBe('UNAUTHENTICATED');
});
