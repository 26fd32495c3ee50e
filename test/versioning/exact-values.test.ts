import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { asInput, EveryTypeClient, type Values } from './every-type-client.js';
import { everyTypeFields, everyTypeValues } from './every-type-values.js';
import { testModules } from './test-modules.js';

interface Change {
  field: string;
  before: unknown;
  after: unknown;
}

let server: TestServer;
let client: EveryTypeClient;
let tags: string[];

beforeAll(async () => {
  server = await startTestServer(testModules);
  client = new EveryTypeClient(server);
  tags = await Promise.all(['one', 'two', 'three'].map((name) => client.createTag(name)));
});
afterAll(() => server.stop());

const anyTag = fc.nat(2).map((index) => tags[index]!);
const links = fc.record({
  tagId: anyTag,
  tagOrNullId: fc.option(anyTag, { nil: null }),
  labelIds: fc.subarray([0, 1, 2]).map((indexes) => indexes.map((index) => tags[index]!).toSorted()),
});
const inputs = fc
  .tuple(everyTypeValues, links)
  .map(([values, linked]) => ({ ...values, ...linked, peerIds: [] as string[] }));

function withLabel<T extends { label: string }>(values: T): T {
  return { ...values, label: client.distinct(values.label) };
}

describe('A value of any type', () => {
  it(
    'comes back exactly from create, update, history, diff, audit log, delete and restore, and revert',
    { tags: ['slow'] },
    async () => {
      await fc.assert(
        fc.asyncProperty(inputs, inputs, async (one, other) => {
          const first = withLabel(one);
          const created = await client.mutate('create', first);
          const { id } = created;
          const patch = { ...withLabel(other), peerIds: [id] };
          expect(created.state).toEqual(first);
          expect(await client.mutate('update', { id, expectedVersion: 1, patch })).toMatchObject({
            version: 2,
            state: patch,
          });

          const { newer, older, diff } = await pastOf(id);
          const changed = differences(first, patch);
          expect(older.state).toEqual(first);
          expect(newer.state).toEqual(patch);
          expect(older.changes).toEqual(differences({}, first));
          expect(newer.changes).toEqual(changed);
          expect(diff).toEqual(changed);
          expect(older.audited.after).toEqual(withoutNulls(first));
          expect(newer.audited).toEqual({ before: part(changed, 0), after: part(changed, 1) });

          await client.mutate('delete', { id, expectedVersion: 2 });
          expect((await client.mutate('restore', { id, expectedVersion: 3 })).state).toEqual(patch);
          expect((await client.mutate('revert', { id, expectedVersion: 4, toVersion: 1 })).state).toEqual(first);
          expect(await client.read(id)).toEqual(first);
        }),
        { numRuns: 25 },
      );
    },
  );
});

interface Past {
  state: Values;
  /** Before and after, by field. */
  changes: Values;
  audited: { before: Values | null; after: Values | null };
}

async function pastOf(id: string): Promise<{ newer: Past; older: Past; diff: Values }> {
  const { history, diff, auditLog } = await client.ask<{
    history: { nodes: { snapshot: Values; changes: Change[] }[] };
    diff: Change[];
    auditLog: { nodes: { before: Values | null; after: Values | null }[] };
  }>(
    `query ($id: ID!) {
      history(id: $id) { nodes { changes { field before after } ... on EveryTypeVersion { snapshot { ${everyTypeFields} } } } }
      diff(id: $id, from: 1, to: 2) { field before after }
      auditLog(filter: { entityId: $id }) { nodes { before after } }
    }`,
    { id },
  );
  const [newer, older] = history.nodes.map(({ snapshot, changes }, index): Past => {
    return { state: asInput(snapshot), changes: byField(changes), audited: auditLog.nodes[index]! };
  });
  return { newer: newer!, older: older!, diff: byField(diff) };
}

function byField(changes: Change[]): Values {
  return Object.fromEntries(changes.map(({ field, before, after }) => [field, [before, after]]));
}

/** What differs, by field: before and after. Nothing is like null. */
function differences(before: Values, after: Values): Values {
  const pairs = Object.entries(after).map(([field, value]) => [field, [before[field] ?? null, value]] as const);
  return Object.fromEntries(pairs.filter(([, [was, is]]) => !isDeepStrictEqual(was, is)));
}

function part(changes: Values, side: 0 | 1): Values {
  return Object.fromEntries(Object.entries(changes).map(([field, pair]) => [field, (pair as unknown[])[side]]));
}

function withoutNulls(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
