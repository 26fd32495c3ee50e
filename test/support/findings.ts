import { readEachTenant } from '../../src/database/tenants/each-tenant.js';
import { strayRows } from '../../src/database/tenants/stray-rows.js';
import { verify } from '../../src/versioning/index.js';
import type { TestServer } from './test-server.js';

/** What verification finds fault with in a test server's database, of all tenants, as sentences. */
export async function findings({ orm }: Pick<TestServer, 'orm'>): Promise<string[]> {
  const found: string[] = [];
  await readEachTenant(orm, async (sessions) => {
    for (const { entityType, requirement, count } of await verify(sessions)) {
      found.push(`${entityType}: ${count} against "${requirement}"`);
    }
  });
  for (const { table, count } of await strayRows(orm)) found.push(`${table}: ${count} of no organization`);
  return found;
}
