import { afterEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;

afterEach(() => server.stop());

it.each([
  ['is nobody’s word without TRUST_PROXY', undefined, 3],
  ['is believed of a proxy that is named', '127.0.0.0/8, ::1', 5],
])('the address a proxy gives %s', async (_title, proxies, counted) => {
  server = await startTestServer({ settings: proxies === undefined ? {} : { TRUST_PROXY: proxies } });
  for (const address of ['203.0.113.1', '203.0.113.2']) {
    await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
      body: JSON.stringify({
        query:
          'mutation { signIn(input: { organization: "acme", email: "nobody@acme.example", password: "wrong password" }) { token } }',
      }),
    });
  }
  const em = server.orm.em.fork();
  const rows = await em.execute('select key from sign_in_attempt');
  // The account by itself, each address, and the account from each; without a trusted proxy there is one address.
  expect(rows).toHaveLength(counted);
});
