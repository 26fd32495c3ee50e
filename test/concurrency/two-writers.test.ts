import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSuperuser } from '../support/cluster.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { fromStartingLine } from './starting-line.js';
import { type Change, mustMutate, mutate, type Outcome, times } from './mutate.js';

const rounds = 6;
const actions = ['update', 'delete', 'restore', 'revert'] as const;
const shapes = [
  { records: 1, orders: 'one post', opposite: false },
  { records: 3, orders: 'three posts in the same order', opposite: false },
  { records: 3, orders: 'three posts in opposite orders', opposite: true },
];

type Action = (typeof actions)[number];

/** Every pair of actions, in each state that allows at least one of them. */
const pairs = actions.flatMap((first, n) =>
  actions
    .slice(n)
    .flatMap((second) =>
      [false, true]
        .filter((deleted) => [first, second].some((action) => (action === 'restore') === deleted))
        .map((deleted) => ({ first, second, deleted, state: deleted ? 'deleted' : 'living' })),
    ),
);

let server: TestServer;

beforeAll(async () => {
  // One principal holds half of the connections, and all of the rivals are to meet in the database.
  server = await startTestServer({ settings: { POOL_SIZE: String(4 * rounds + 4) } });
});

afterAll(() => server.stop());

describe.each(shapes)('of two writers who expect the same versions of $orders', ({ records, opposite }) => {
  it.each(pairs)('exactly one wins: $first against $second, $state', async ({ first, second, deleted }) => {
    const groups = await createGroups(records, deleted);
    const version = deleted ? 3 : 2;
    const race = async (ids: string[]) => {
      const changes = (action: Action, of: string[]) => of.map((id) => changeOf(action, id, version));
      const others = opposite ? ids.toReversed() : ids;
      const outcomes = await Promise.all([
        mutate(server, changes(first, ids)),
        mutate(server, changes(second, others)),
      ]);
      return { ids, outcomes };
    };
    const results = await fromStartingLine(server, groups.flat(), 2 * rounds, () => Promise.all(groups.map(race)));
    for (const { outcomes } of results) expectOneWinner(outcomes, version);
    await expectHistory(results, version);
  });
});

it('both of two updates lose against a third that came before', async () => {
  const [id = ''] = await createGroups(1, false).then(([group]) => group!);
  expect(await mutate(server, [changeOf('update', id, 2)])).toMatchObject({ code: 'DONE' });
  const late = await Promise.all([1, 2].map((version) => mutate(server, [changeOf('update', id, version)])));
  expect(late.map(({ code, error }) => [code, error?.extensions['currentVersion']])).toEqual([
    ['CONFLICT', 3],
    ['CONFLICT', 3],
  ]);
});

function expectOneWinner(outcomes: readonly Outcome[], version: number): void {
  expect(outcomes.map(({ code }) => code).toSorted()).toEqual(['CONFLICT', 'DONE']);
  const winner = outcomes.find(({ code }) => code === 'DONE')!;
  const loser = outcomes.find(({ code }) => code === 'CONFLICT')!;
  expect(new Set(winner.made.map((made) => made.version))).toEqual(new Set([version + 1]));
  expect(new Set(winner.made.map(({ changeSetId }) => changeSetId)).size).toBe(1);
  expect(loser.error?.extensions).toMatchObject({ entityType: 'Post', expectedVersion: version });
}

/** The database has the winner's change as the only one, of all of its records. */
async function expectHistory(
  results: readonly { ids: string[]; outcomes: Outcome[] }[],
  version: number,
): Promise<void> {
  const expected = results.flatMap(({ ids, outcomes }) => {
    const { changeSetId } = outcomes.find(({ code }) => code === 'DONE')!.made[0]!;
    return ids.map(
      (id) => [id, { row: version + 1, versions: times(version + 1, (n) => n + 1), changeSetId }] as const,
    );
  });
  const rows = await asSuperuser(server.database.superuserUrl, async (client) => {
    const result = await client.query<{ id: string; row: number; versions: number[]; changeSetId: string }>(
      `select p.id, p.version as row, array_agg(v.version order by v.version) as versions,
         (array_agg(v.change_set_id order by v.version desc))[1] as "changeSetId"
       from post p join entity_version v on v.entity_id = p.id where p.id = any ($1) group by p.id, p.version`,
      [results.flatMap(({ ids }) => ids)],
    );
    return result.rows;
  });
  expect(new Map(rows.map(({ id, ...row }) => [id, row]))).toEqual(new Map(expected));
}

/** Posts at version 2, or deleted at version 3, whose version 1 is another than version 2. */
async function createGroups(records: number, deleted: boolean): Promise<string[][]> {
  const run = Math.random().toString(36).slice(2);
  const count = rounds * records;
  const ids = await mustMutate(
    server,
    times(count, (n): Change => ['createPost', { title: 'T', slug: `${run}-${n}`, body: 'first' }]),
  );
  await mustMutate(
    server,
    ids.map((id): Change => ['updatePost', { id, expectedVersion: 1, patch: { body: 'second' } }]),
  );
  if (deleted)
    await mustMutate(
      server,
      ids.map((id) => changeOf('delete', id, 2)),
    );
  return times(rounds, (n) => ids.slice(n * records, (n + 1) * records));
}

function changeOf(action: Action, id: string, expectedVersion: number): Change {
  const particular = { update: { patch: { body: 'mine' } }, delete: {}, restore: {}, revert: { toVersion: 1 } };
  return [`${action}Post`, { id, expectedVersion, ...particular[action] }];
}
