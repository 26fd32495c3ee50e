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

interface Collision {
  readonly over: string;
  /** Operations that each lock what another holds, if they lock in the order in which they are written. */
  readonly rivals: (subjects: Subjects) => readonly (readonly Change[])[];
  /** What becomes of them, in any order. */
  readonly codes: readonly string[];
}

const update = (type: string, id: string | undefined, patch: object): Change => [
  `update${type}`,
  { id, expectedVersion: 1, patch },
];
const deletePost = (id: string | undefined): Change => ['deletePost', { id, expectedVersion: 1 }];

const collisions: readonly Collision[] = [
  {
    over: 'ten posts in opposite orders',
    rivals: ({ posts }) => {
      const changes = posts.map((id) => update('Post', id, { body: 'mine' }));
      return [changes, changes.toReversed()];
    },
    codes: ['CONFLICT', 'DONE'],
  },
  {
    over: 'a comment and its post, against the deletion of both',
    rivals: ({ posts, comments }) => [
      [update('Comment', comments[0], { body: 'mine' }), update('Post', posts[0], { body: 'mine' })],
      [deletePost(posts[0])],
    ],
    codes: ['CONFLICT', 'DONE'],
  },
  {
    over: 'comments that move to the post of the other',
    rivals: ({ posts, comments }) => [
      [update('Comment', comments[0], { postId: posts[1] }), update('Post', posts[1], { body: 'mine' })],
      [update('Comment', comments[1], { postId: posts[0] }), update('Post', posts[0], { body: 'mine' })],
    ],
    codes: ['DONE', 'DONE'],
  },
  {
    // Nothing orders these, and the next: they do run into a deadlock, and the loser is run again.
    over: 'comments that are created under the post that the other deletes',
    rivals: ({ posts }) => [
      [['createComment', { postId: posts[0], body: 'mine' }], deletePost(posts[1])],
      [['createComment', { postId: posts[1], body: 'mine' }], deletePost(posts[0])],
    ],
    codes: ['DONE', 'NOT_FOUND'],
  },
  {
    over: 'comments that are created under the post that the other updates',
    rivals: ({ posts }) => [
      [['createComment', { postId: posts[0], body: 'mine' }], update('Post', posts[1], { body: 'mine' })],
      [['createComment', { postId: posts[1], body: 'mine' }], update('Post', posts[0], { body: 'mine' })],
    ],
    codes: ['DONE', 'DONE'],
  },
  {
    over: 'posts and their authors, either first',
    rivals: ({ posts, users }) => [
      [update('User', users[0], { displayName: 'mine' }), update('Post', posts[0], { authorId: users[1] })],
      [update('User', users[1], { displayName: 'mine' }), update('Post', posts[0], { authorId: users[0] })],
      [update('Post', posts[0], { authorId: users[0] }), update('User', users[0], { displayName: 'mine' })],
    ],
    codes: ['CONFLICT', 'CONFLICT', 'DONE'],
  },
];

it.each(collisions)('rivals over $over end as if one had come after the other', async ({ rivals, codes }) => {
  const subjects = await createSubjects();
  const started = await databaseTime();
  const outcomes = await inBatches(subjects, (of) => Promise.all(rivals(of).map((changes) => mutate(server, changes))));
  for (const of of outcomes) expect(of.map(({ code }) => code).toSorted()).toEqual(codes);
  await expectAllOrNothing(outcomes.flat(), started);
});

/** Each operation that was done has one change set with all that it reported, and the others have left nothing. */
async function expectAllOrNothing(outcomes: readonly Outcome[], since: string): Promise<void> {
  const done = outcomes.filter(({ code }) => code === 'DONE');
  for (const { made } of done) expect(new Set(made.map(({ changeSetId }) => changeSetId)).size).toBe(1);
  const reported = done.map(({ made }) => [made[0]!.changeSetId, made.length] as const);
  const recorded = await asSuperuser(server.database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ id: string; own: number }>(
      `select change_set_id as id, count(*) filter (where cause_id is null)::int as own
       from entity_version where recorded_at > $1 group by 1`,
      [since],
    );
    return rows.map(({ id, own }) => [id, own] as const);
  });
  expect(new Map(recorded)).toEqual(new Map(reported));
}

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
  return times(rounds, (n) => ({
    posts: posts.slice(n * postsEach, (n + 1) * postsEach),
    comments: comments.slice(n * 2, (n + 1) * 2),
    users: users.slice(n * 2, (n + 1) * 2),
  }));
}

function databaseTime(): Promise<string> {
  return asSuperuser(server.database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ now: string }>('select clock_timestamp()::text as now');
    return rows[0]!.now;
  });
}
