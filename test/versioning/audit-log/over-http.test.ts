import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { withSuperuser } from '../superuser.js';
import { monthOf, monthsAgo } from './audit-log.js';

interface Log {
  auditLog: {
    totalCount: number;
    pageInfo: { endCursor: string | null; hasNextPage: boolean };
    nodes: { action: string; entityId: string; occurredAt: string }[];
  };
}

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  for (const ago of [3, 2, 1])
    await withSuperuser(server, (query) =>
      query(
        `insert into audit_entry (occurred_at, action, entity_type, entity_id, tenant_id)
         select $1::timestamptz + n * interval '1 second', 'post.old' || $2::text, 'post', gen_random_uuid(), $3
         from generate_series(1, 10) n`,
        [monthsAgo(ago), ago, server.organization.id],
      ),
    );
});
afterAll(() => server.stop());

async function read(filter: Record<string, string> = {}): Promise<string[]> {
  const actions: string[] = [];
  for (let after: string | null = null; ;) {
    const { auditLog }: Log = dataOf(
      await server.graphql<Log>(
        `query ($filter: AuditFilter, $after: String) {
          auditLog(filter: $filter, first: 7, after: $after) {
            totalCount pageInfo { endCursor hasNextPage } nodes { action entityId occurredAt }
          }
        }`,
        { filter, after },
      ),
    );
    actions.push(...auditLog.nodes.map(({ action }) => action));
    after = auditLog.pageInfo.endCursor;
    if (auditLog.pageInfo.hasNextPage) continue;
    if (actions.length !== auditLog.totalCount)
      throw new Error(`${actions.length} of ${auditLog.totalCount} were shown.`);
    return actions;
  }
}

const old = (ago: number) => Array.from({ length: 10 }, () => `post.old${ago}`);
const firstOf = (ago: number) => `${monthOf(monthsAgo(ago))}-01T00:00:00Z`;

describe('auditLog', () => {
  it('is the same before and after its entries are moved into their months', async () => {
    const before = await read();
    expect(before).toEqual([...Array.from({ length: 3 }, () => 'user.create'), ...old(1), ...old(2), ...old(3)]);
    await withSuperuser(server, (query) => query('select palimpsest.add_audit_partitions()'));
    expect(await read()).toEqual(before);
  });

  it('goes across months by time', async () => {
    expect(await read({ from: firstOf(2), to: firstOf(0) })).toEqual([...old(1), ...old(2)]);
    expect(await read({ to: firstOf(2) })).toEqual(old(3));
  });

  it('lacks what was dropped, and goes on with what was not and with what is new', async () => {
    await withSuperuser(server, (query) => query('select palimpsest.drop_audit_partitions($1)', [[firstOf(2)]]));
    dataOf(await server.graphql('mutation { createTag(input: { name: "new" }) { tag { id } } }'));
    expect((await read()).slice(0, 1)).toEqual(['tag.create']);
    expect(await read({ to: firstOf(0) })).toEqual([...old(1), ...old(3)]);
  });
});
