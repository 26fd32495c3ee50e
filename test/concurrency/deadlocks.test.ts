import { afterAll, beforeAll, expect, it } from 'vitest';
import { asSuperuser } from '../support/cluster.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { type Change, inBatches, mustMutate, mutate, type Outcome, times } from './mutate.js';

const rounds = 10;
const postsEach = 10;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

interface Subjects {
  readonly posts: readonly string[];
  /** One of each of the first two posts. */
  readonly comments: readonly string[];
  readonly users: readonly string[];
}

type Rivals = (subjects: Subjects) => readonly (readonly Change[])[];

const update = (type: string, id: string | undefined, patch: object): Change => [
  `update${type}`,
  { id, expectedVersion: 1, patch },
];
const deletePost = (id: string | undefined): Change => ['deletePost', { id, expectedVersion: 1 }];

/** Operations that each lock what the other holds, if they lock in the order in which they are written. */
const collisions: readonly (readonly [string, Rivals])[] = [
  [
    'ten posts in opposite orders',
    ({ posts }) => {
      const changes = posts.map((id) => update('Post', id, { body: 'mine' }));
      return [changes, changes.toReversed()];
    },
  ],
  [
    'a comment and its post, against the deletion of both',
    ({ posts, comments }) => [
      [update('Comment', comments[0], { body: 'mine' }), update('Post', posts[0], { body: 'mine' })],
      [deletePost(posts[0])],
    ],
  ],
  [
    'comments that move to the post of the other',
    ({ posts, comments }) => [
      [update('Comment', comments[0], { postId: posts[1] }), update('Post', posts[1], { body: 'mine' })],
      [update('Comment', comments[1], { postId: posts[0] }), update('Post', posts[0], { body: 'mine' })],
    ],
  ],
  [
    'comments that are created under the post that the other deletes',
    ({ posts }) => [
      [['createComment', { postId: posts[0], body: 'mine' }], deletePost(posts[1])],
      [['createComment', { postId: posts[1], body: 'mine' }], deletePost(posts[0])],
    ],
  ],
  [
    'posts and their authors, either first',
    ({ posts, users }) => [
      [update('User', users[0], { displayName: 'mine' }), update('Post', posts[0], { authorId: users[1] })],
      [update('User', users[1], { displayName: 'mine' }), update('Post', posts[0], { authorId: users[0] })],
      [update('Post', posts[0], { authorId: users[0] }), update('User', users[0], { displayName: 'mine' })],
    ],
  ],
];

it.each(collisions)('rivals over %s succeed or are refused as a whole, and one succeeds', async (_, rivalsOf) => {
  const results = await inBatches(await createSubjects(), async (subjects) => {
    const rivals = rivalsOf(subjects);
    return { rivals, outcomes: await Promise.all(rivals.map((changes) => mutate(server, changes))) };
  });
  const outcomes = results.flatMap((result) => result.outcomes);
  expect(new Set([...outcomes.map(({ code }) => code), 'CONFLICT', 'DONE', 'NOT_FOUND'])).toEqual(
    new Set(['CONFLICT', 'DONE', 'NOT_FOUND']),
  );
  for (const result of results) expect(result.outcomes.map(({ code }) => code)).toContain('DONE');
  await expectAllOrNothing(outcomes);
});

/** Each operation that succeeded has one change set with all that it reported, and the others have left nothing. */
async function expectAllOrNothing(outcomes: readonly Outcome[]): Promise<void> {
  const done = outcomes.filter(({ code }) => code === 'DONE');
  const reported = done.map(({ made }) => [made[0]!.changeSetId, made.length] as const);
  for (const { made } of done) expect(new Set(made.map(({ changeSetId }) => changeSetId)).size).toBe(1);
  const ids = reported.map(([id]) => id);
  await asSuperuser(server.database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ id: string; own: number }>(
      `select change_set_id as id, count(*) filter (where cause_id is null)::int as own
       from entity_version where change_set_id = any ($1) group by 1`,
      [ids],
    );
    expect(new Map(rows.map(({ id, own }) => [id, own]))).toEqual(new Map(reported));
    const unreported = await client.query(
      `select from entity_version v join change_set c on c.id = v.change_set_id
       where c.request_id is not null and v.version > 1 and v.change_set_id <> all ($1) and v.recorded_at > $2`,
      [ids, started],
    );
    expect(unreported.rowCount).toBe(0);
  });
}

let started: Date;

async function createSubjects(): Promise<Subjects[]> {
  const run = Math.random().toString(36).slice(2);
  const posts = await mustMutate(
    server,
    times(rounds * postsEach, (n): Change => ['createPost', { title: 'T', slug: `${run}-${n}`, body: '' }]),
  );
  const commented = times(rounds * 2, (n) => posts[Math.floor(n / 2) * postsEach + (n % 2)]!);
  const comments = await mustMutate(
    server,
    commented.map((postId): Change => ['createComment', { postId, body: '' }]),
  );
  const users = await mustMutate(
    server,
    times(rounds * 2, (n): Change => [
      'createUser',
      { email: `${run}-${n}@acme.example`, displayName: 'U', role: 'EDITOR' },
    ]),
  );
  started = await databaseTime();
  return times(rounds, (n) => ({
    posts: posts.slice(n * postsEach, (n + 1) * postsEach),
    comments: comments.slice(n * 2, (n + 1) * 2),
    users: users.slice(n * 2, (n + 1) * 2),
  }));
}

function databaseTime(): Promise<Date> {
  return asSuperuser(server.database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ now: Date }>('select clock_timestamp() as now');
    return rows[0]!.now;
  });
}
