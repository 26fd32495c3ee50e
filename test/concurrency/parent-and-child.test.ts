import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSuperuser } from '../support/cluster.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { type Change, inBatches, mustMutate, race, times } from './mutate.js';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

describe('no living comment is left under a deleted post', () => {
  it('when comments are created while their posts are deleted, in a thousand races', async () => {
    const posts = await createPosts(1000);
    const codes = await raceAgainstDeletion(posts, (postId) => ['createComment', { postId, body: 'Late' }]);
    expect(new Set(codes)).toEqual(new Set(['DONE', 'NOT_FOUND']));
    await expectNoOrphans(posts);
  });

  it('when comments that were deleted on their own are restored', async () => {
    const posts = await createPosts(60);
    const comments = await mustMutate(server, posts.map(createComment));
    await mustMutate(
      server,
      comments.map((id): Change => ['deleteComment', { id, expectedVersion: 1 }]),
    );
    const codes = await raceAgainstDeletion(posts, (_, n) => [
      'restoreComment',
      { id: comments[n], expectedVersion: 2 },
    ]);
    expect(new Set(codes)).toEqual(new Set(['DONE', 'CONFLICT']));
    await expectNoOrphans(posts);
  });

  it('when comments of other posts are moved to them', async () => {
    const posts = await createPosts(60);
    const comments = await mustMutate(server, (await createPosts(60)).map(createComment));
    const codes = await raceAgainstDeletion(posts, (postId, n) => [
      'updateComment',
      { id: comments[n], expectedVersion: 1, patch: { postId } },
    ]);
    expect(new Set(codes)).toEqual(new Set(['DONE', 'NOT_FOUND']));
    await expectNoOrphans(posts);
  });

  it('when comments are reverted to a version that belonged to them', async () => {
    const posts = await createPosts(60);
    const comments = await mustMutate(server, posts.map(createComment));
    const elsewhere = await createPosts(60);
    const move = (id: string, n: number): Change => [
      'updateComment',
      { id, expectedVersion: 1, patch: { postId: elsewhere[n] } },
    ];
    await mustMutate(server, comments.map(move));
    const codes = await raceAgainstDeletion(posts, (_, n) => [
      'revertComment',
      { id: comments[n], expectedVersion: 2, toVersion: 1 },
    ]);
    expect(new Set(codes)).toEqual(new Set(['DONE', 'NOT_FOUND']));
    await expectNoOrphans(posts);
  });

  it('when they are moved away, which none of them survives half', async () => {
    const posts = await createPosts(60);
    const comments = await mustMutate(server, posts.map(createComment));
    const elsewhere = await createPosts(60);
    const codes = await raceAgainstDeletion(posts, (_, n) => [
      'updateComment',
      { id: comments[n], expectedVersion: 1, patch: { postId: elsewhere[n] } },
    ]);
    expect(new Set(codes)).toEqual(new Set(['DONE', 'CONFLICT']));
    await expectNoOrphans(posts);
    const moved = codes.filter((code) => code === 'DONE').length;
    expect(await countComments(elsewhere)).toEqual({ living: moved, deleted: 0 });
  });
});

/**
 * Deletes each post while its rival is under way. The deletion always wins; whether the rival does, is told by its
 * code.
 */
async function raceAgainstDeletion(
  posts: readonly string[],
  rivalOf: (postId: string, n: number) => Change,
): Promise<string[]> {
  return inBatches(posts, async (id, n) => {
    const [deleted, other] = await race(server, n, ['deletePost', { id, expectedVersion: 1 }], rivalOf(id, n));
    expect(deleted.code).toBe('DONE');
    expect(deleted.made.at(-1)).toMatchObject({ id, version: 2 });
    return other.code;
  });
}

async function expectNoOrphans(posts: readonly string[]): Promise<void> {
  expect(await countComments(posts)).toMatchObject({ living: 0 });
}

function countComments(posts: readonly string[]): Promise<{ living: number; deleted: number } | undefined> {
  return asSuperuser(server.database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ living: number; deleted: number }>(
      `select count(*) filter (where deleted_at is null)::int as living,
         count(*) filter (where deleted_at is not null)::int as deleted
       from comment where post_id = any ($1)`,
      [posts],
    );
    return rows[0];
  });
}

function createPosts(count: number): Promise<string[]> {
  const run = Math.random().toString(36).slice(2);
  return mustMutate(
    server,
    times(count, (n): Change => ['createPost', { title: 'T', slug: `${run}-${n}`, body: '' }]),
  );
}

function createComment(postId: string): Change {
  return ['createComment', { postId, body: 'Early' }];
}
