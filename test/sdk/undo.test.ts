import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Client,
  createClient,
  isPlanStale,
  PalimpsestError,
  UndoDocument,
  UndoRefused,
} from '../../sdk/src/index.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let client: Client;
let count = 0;

beforeAll(async () => {
  server = await startTestServer();
  client = createClient({ url: `${server.url}/graphql`, token: server.organization.tokens.ADMIN });
});
afterAll(() => server.stop());

/** A post whose title was changed, and changed again by others. */
async function contested() {
  const { post } = await client.posts.create({ title: 'a', slug: `s${(count += 1)}`, body: 'a' });
  const patch = { title: 'b', body: 'b' };
  const { changeSet } = await client.posts.update({ id: post.id, expectedVersion: 1, patch });
  await client.posts.update({ id: post.id, expectedVersion: 2, patch: { title: 'c' } });
  return { id: post.id, changeSet: changeSet!.id };
}

describe('client.undo', () => {
  it('plans and undoes', async () => {
    const { post, changeSet } = await client.posts.create({ title: 'a', slug: `s${(count += 1)}`, body: 'a' });
    const undone = await client.undo(changeSet!.id, { reason: 'a mistake' });
    expect(undone.plan.steps).toMatchObject([{ entityId: post.id, operation: 'DELETE' }]);
    expect(undone.changeSet.reason).toBe('a mistake');
    expect(await client.posts.get({ id: post.id })).toBeNull();
  });

  it('refuses conflicts unless it is told what to do', async () => {
    const { id, changeSet } = await contested();
    const refusal = await client.undo(changeSet).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(UndoRefused);
    expect((refusal as UndoRefused).plan.steps[0]!.conflicts).toMatchObject([
      { field: 'title', base: 'b', theirs: 'c', yours: 'a' },
    ]);
    expect(await client.posts.get({ id })).toMatchObject({ version: 3 });
    await client.undo(changeSet, { conflicts: 'PRESENT' });
    expect(await client.posts.get({ id })).toMatchObject({ title: 'c', body: 'a' });

    const other = await contested();
    await client.undo(other.changeSet, { conflicts: 'FORMER', only: [other.id] });
    expect(await client.posts.get({ id: other.id })).toMatchObject({ title: 'a', body: 'a' });

    const third = await contested();
    const resolutions = [{ entityId: third.id, field: 'title', keep: 'FORMER' as const }];
    await client.undo(third.changeSet, { resolutions });
    expect(await client.posts.get({ id: third.id })).toMatchObject({ title: 'a', body: 'a' });
  });

  it('keeps what cannot be put back where it is told to keep what is there', async () => {
    const slug = `s${(count += 1)}`;
    const { post } = await client.posts.create({ title: 'a', slug, body: 'a' });
    const patch = { title: 'b', slug: `${slug}b` };
    const { changeSet } = await client.posts.update({ id: post.id, expectedVersion: 1, patch });
    await client.posts.create({ title: 'other', slug, body: '' });
    await expect(client.undo(changeSet!.id, { conflicts: 'FORMER' })).rejects.toThrow(/has this slug by now/);
    const { plan } = await client.undo(changeSet!.id, { conflicts: 'PRESENT' });
    expect(plan.steps[0]!.changes).toMatchObject([{ field: 'title', after: 'a' }]);
    expect(await client.posts.get({ id: post.id })).toMatchObject({ title: 'a', slug: `${slug}b` });
    expect((await client.changeSet({ id: changeSet!.id }))!.undoneBy).not.toBeNull();
  });

  it('gives up where others change things as fast as it plans, and says which', async () => {
    const made = await client.transaction(undefined, (change) =>
      Array.from({ length: 12 }, () => change.posts.create({ title: 'a', slug: `s${(count += 1)}`, body: 'a' })),
    );
    const ids = made.map(({ post }) => post.id);
    const [first] = await client.transaction(undefined, (change) =>
      ids.map((id) => change.posts.update({ id, expectedVersion: 1, patch: { title: 'b' } })),
    );
    let plans = 0;
    const busy: typeof fetch = async (url, init) => {
      const isPlan = String(init?.body).includes('undoPlan');
      if (isPlan) await client.posts.update({ id: ids[plans++]!, expectedVersion: 2, patch: { title: 'c' } });
      return fetch(url, init);
    };
    const other = createClient({ url: `${server.url}/graphql`, token: server.organization.tokens.ADMIN, fetch: busy });
    await expect(other.undo(first!.changeSet!.id, { conflicts: 'FORMER' })).rejects.toThrow(
      `Others keep changing what is to be undone: after 10 plans there are conflicts in title of the Post ${ids[9]}.`,
    );
    expect(plans).toBe(10);
    expect(await client.posts.get({ id: ids[0]! })).toMatchObject({ title: 'c', version: 3 });
  });

  it('says what is blocked, whatever is decided of conflicts', async () => {
    const { post, changeSet } = await client.posts.create({ title: 'a', slug: `s${(count += 1)}`, body: 'a' });
    const update = await client.posts.update({ id: post.id, expectedVersion: 1, patch: { title: 'b' } });
    await client.posts.delete({ id: post.id, expectedVersion: 2 });
    await expect(client.undo(update.changeSet!.id, { conflicts: 'FORMER' })).rejects.toThrow(
      'The Post has been deleted since; restore it first.',
    );
    // What was made is gone already.
    await expect(client.undo(changeSet!.id)).rejects.toThrow(PalimpsestError);
  });

  it('tells what has moved since a plan', async () => {
    const { id, changeSet } = await contested();
    const resolutions = [{ entityId: id, field: 'title', keep: 'FORMER' as const }];
    const { planHash } = (await client.undoPlan({ changeSet, resolutions }))!;
    await client.posts.update({ id, expectedVersion: 3, patch: { title: 'd' } });
    const stale = await client
      .request(UndoDocument, { input: { changeSet, resolutions, planHash } })
      .catch((error: unknown) => error);
    if (!isPlanStale(stale)) throw stale;
    expect(stale.details.moved).toEqual([{ entityType: 'Post', id, version: 3, currentVersion: 4 }]);
  });
});
