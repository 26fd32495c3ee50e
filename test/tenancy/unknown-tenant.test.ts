import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { credentialOf } from '../../src/auth/credential.js';
import { issueToken } from '../../src/auth/token.js';
import { asSuperuser } from '../support/cluster.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

it.each([['mutation { createTag(input: { name: "a" }) { tag { id } } }'], ['{ tags { totalCount } }']])(
  'a valid token for an organization that is not there opens nothing: %s',
  async (query) => {
    const organizationId = randomUUID();
    const claims = { userId: organizationId, organizationId, credential: credentialOf(null) };
    const { token } = await issueToken(server.config.auth, claims);
    const { data, errors } = await server.graphql(query, {}, token);
    expect(data ?? null).toBeNull();
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['UNAUTHENTICATED']);
    const { rows } = await asSuperuser(server.database.superuserUrl, (client) =>
      client.query('select from change_set where tenant_id = $1', [organizationId]),
    );
    expect(rows).toEqual([]);
  },
);
