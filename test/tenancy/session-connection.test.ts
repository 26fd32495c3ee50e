import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { claimsSession, tenantSession } from '../../src/tenancy/tenant-session.js';
import { withBounds } from '../../src/versioning/index.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ settings: { POOL_SIZE: '1' } });
});

afterAll(() => server.stop());

it.each(['claims', 'tenant'])(
  'a transaction for %s that is ended as it begins gives its connection back',
  async (whom) => {
    const { id, users } = server.organization;
    const claims = { organizationId: id, userId: users.ADMIN, role: 'ADMIN' } as never;
    const em = server.orm.em.fork({ session: whom === 'claims' ? claimsSession(claims) : tenantSession(id) });
    const begun = withBounds({ signal: AbortSignal.abort(new Error('gone')) }, () => em.begin());
    await expect(begun).rejects.toThrow('gone');
    const { totalCount, idleCount } = (await server.orm.em.getConnection().getNativeClient!()) as Pool;
    expect(totalCount - idleCount).toBe(0);
  },
);
