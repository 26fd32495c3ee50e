import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purgeExpired } from '../../src/database/tenants/purge-expired.js';
import { findings } from '../support/findings.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { withSuperuser } from '../versioning/superuser.js';
import { type Change, inBatches, mustMutate, mutate, race, times } from './mutate.js';

const rounds = 40;

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

let slugs = 0;

/** Deleted posts, each with two comments that were deleted with it. */
async function deletedPosts(count: number): Promise<string[]> {
  const ids = await mustMutate(
    server,
    times(count, () => ['createPost', { title: 't', slug: `s${++slugs}`, body: 'b' }] as const),
  );
  const comments = ids.flatMap((postId): Change[] => times(2, () => ['createComment', { postId, body: 'c' }]));
  await mustMutate(server, comments);
  await mustMutate(
    server,
    ids.map((id): Change => ['deletePost', { id, expectedVersion: 1 }]),
  );
  return ids;
}

const restore = (id: string): Change => ['restorePost', { id, expectedVersion: 2 }];
const purge = (id: string): Change => ['purgePost', { id, expectedVersion: 2 }];
const left = async (id: string) =>
  withSuperuser(server, async (query) => {
    const posts = await query('select deleted_at is null as living from post where id = $1', [id]);
    const comments = await query('select deleted_at is null as living from comment where post_id = $1', [id]);
    return { posts: posts.map(({ living }) => living), comments: comments.map(({ living }) => living) };
  });

describe('Of a purge and a restore of one record', () => {
  it('exactly one wins, wholly, and the other is told why', async () => {
    const won = { purge: 0, restore: 0 };
    await inBatches(await deletedPosts(rounds), async (id, n) => {
      const [purged, restored] = await race(server, n, purge(id), restore(id));
      const restoreWon = restored.code === 'DONE';
      won[restoreWon ? 'restore' : 'purge'] += 1;
      // A conflict for what is there with another version, not found for what is gone.
      expect([purged.code, restored.code]).toEqual(restoreWon ? ['CONFLICT', 'DONE'] : ['DONE', 'NOT_FOUND']);
      expect(await left(id)).toEqual(
        restoreWon ? { posts: [true], comments: [true, true] } : { posts: [], comments: [] },
      );
    });
    expect(Math.min(won.purge, won.restore)).toBeGreaterThan(0);
  });

  it('also the periodic purge leaves what has been restored, and all of it', async () => {
    const ids = await deletedPosts(rounds);
    const restores = inBatches(ids, (id) => mutate(server, [restore(id)]));
    const [outcomes] = await Promise.all([restores, purgeExpired(server.orm, { olderThanDays: 0 })]);
    for (const [n, id] of ids.entries()) {
      const restored = outcomes[n]!.code === 'DONE';
      expect(['DONE', 'NOT_FOUND']).toContain(outcomes[n]!.code);
      expect(await left(id)).toEqual(
        restored ? { posts: [true], comments: [true, true] } : { posts: [], comments: [] },
      );
    }
  });

  it('of a purge and a legal hold likewise', async () => {
    await inBatches(await deletedPosts(rounds), async (id) => {
      const [purged] = await Promise.all([
        mutate(server, [purge(id)]),
        server.graphql(
          'mutation ($id: ID!) { placeLegalHold(input: { id: $id, reason: "r" }) { legalHold { entityId } } }',
          { id },
        ),
      ]);
      const { posts } = await left(id);
      expect([purged!.code, posts]).toEqual(purged!.code === 'DONE' ? ['DONE', []] : ['CONFLICT', [false]]);
    });
  });

  it('of two purges likewise', async () => {
    await inBatches(await deletedPosts(rounds), async (id) => {
      const outcomes = await Promise.all([mutate(server, [purge(id)]), mutate(server, [purge(id)])]);
      expect(outcomes.map(({ code }) => code).toSorted()).toEqual(['DONE', 'NOT_FOUND']);
    });
  });

  it('a revert that brings back a reference to what is being purged comes first, or is told that it is gone', async () => {
    const pairs = times(rounds, (n) => n);
    await inBatches(pairs, async (n) => {
      const [author] = await mustMutate(server, [
        ['createUser', { email: `u${n}@x.example`, displayName: 'U', role: 'VIEWER' }],
      ]);
      const [id] = await mustMutate(server, [
        ['createPost', { title: 't', slug: `r${n}`, body: 'b', authorId: author }],
      ]);
      await mustMutate(server, [
        ['updatePost', { id, expectedVersion: 1, patch: { authorId: null } }],
        ['deleteUser', { id: author, expectedVersion: 1 }],
      ]);
      const [reverted, purged] = await Promise.all([
        mutate(server, [['revertPost', { id, expectedVersion: 2, toVersion: 1 }]]),
        mutate(server, [['purgeUser', { id: author, expectedVersion: 2 }]]),
      ]);
      expect(purged!.code).toBe('DONE');
      expect(['DONE', 'NOT_FOUND']).toContain(reverted!.code);
      const [post] = await withSuperuser(server, (query) =>
        query('select version, author_id from post where id = $1', [id]),
      );
      expect(post).toEqual({ version: reverted!.code === 'DONE' ? 4 : 2, author_id: null });
    });
  });

  it('leaves nothing that verification finds fault with', async () => {
    expect(await findings(server)).toEqual([]);
  });
});
