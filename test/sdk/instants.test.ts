import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AllPostsDocument,
  createClient,
  createDocumentClient,
  HistoryDocument,
  PostDocument,
} from '../../sdk/src/index.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { collect } from './collect.js';

let server: TestServer;
let client: ReturnType<typeof createClient>;
let id: string;
let changeSet: string;

beforeAll(async () => {
  server = await startTestServer();
  client = createClient({ url: `${server.url}/graphql`, token: server.organization.tokens.EDITOR });
  const created = await client.posts.create({ title: 'first', slug: 'a', body: 'b' });
  [id, changeSet] = [created.post.id, created.changeSet!.id];
  await client.comments.create({ postId: id, body: 'later' });
  await client.posts.update({ id, expectedVersion: 1, patch: { title: 'second' } });
  await client.posts.create({ title: 'third', slug: 'c', body: 'b' });
});
afterAll(() => server.stop());

describe('a client of an instant', () => {
  it('reads records, pages and iterators as they were', async () => {
    const then = client.at({ changeSet });
    expect((await then.posts.get({ id }))!.title).toBe('first');
    expect((await then.posts.page()).totalCount).toBe(1);
    expect((await collect(then.posts.all({ first: 1 }))).map(({ title }) => title)).toEqual(['first']);
    expect(await collect(then.posts.comments.all({ id }))).toEqual([]);
    expect((await collect(client.posts.all({ first: 1 }))).map(({ title }) => title)).toEqual(['second', 'third']);
    expect((await then.at({ at: new Date().toISOString() }).posts.get({ id }))!.title).toBe('second');
  });

  it('reads as of no other instant', async () => {
    const then = client.at({ changeSet });
    const refused = new TypeError('A client of an instant takes no asOf.');
    const asOf = { before: changeSet };
    // @ts-expect-error No function of this client takes an instant.
    await expect(then.posts.get({ id, asOf })).rejects.toThrow(refused);
    // @ts-expect-error As above.
    await expect(collect(then.posts.all({ asOf }))).rejects.toThrow(refused);
    await expect(then.request(PostDocument, { id, asOf })).rejects.toThrow(refused);
    expect((await then.request(PostDocument, { id, asOf: undefined })).post!.title).toBe('first');
  });

  it('changes nothing, and says so', async () => {
    // Its type has nothing that changes, of which plain JavaScript knows nothing.
    const then = client.at({ changeSet }) as typeof client;
    const refused = 'A client of an instant changes nothing.';
    const input = { id, expectedVersion: 2, patch: { title: 'never' } };
    await expect(then.posts.update(input)).rejects.toThrow(new TypeError(refused));
    const together = then.transaction(undefined, (change) => [change.posts.update(input)]);
    await expect(together).rejects.toThrow(new TypeError(refused));
    expect((await client.posts.get({ id }))!.title).toBe('second');
  });

  it('offers nothing that would be answered as of now', async () => {
    const then = client.at({ changeSet }) as typeof client;
    const calls: [string, () => Promise<unknown>][] = [
      ['Blame', () => then.blame({ id })],
      ['LineBlame', () => then.lineBlame({ id, field: 'body' })],
      ['History', () => then.history.page({ id })],
      ['AllHistory', () => collect(then.history.all({ id }))],
      ['ChangeSets', () => then.changeSets.page()],
      ['UndoPlan', () => then.undoPlan({ changeSet })],
      ['Snapshot', () => then.snapshot()],
    ];
    for (const [name, call] of calls) {
      await expect(call()).rejects.toThrow(
        new TypeError(
          `${name} takes no instant (no variable $asOf: AsOf), so it would be answered as of now: ask a client of the present.`,
        ),
      );
    }
  });

  it('sends the instant with documents of one’s own, and refuses those that cannot take it', async () => {
    const then = createDocumentClient({ url: `${server.url}/graphql`, token: server.organization.tokens.EDITOR }).at({
      changeSet,
    });
    expect((await then.request(PostDocument, { id })).post!.title).toBe('first');
    const titles = await collect(then.paginate(AllPostsDocument, {}, ({ posts }) => posts));
    expect(titles.map(({ title }) => title)).toEqual(['first']);
    await expect(then.request(HistoryDocument, { id })).rejects.toThrow(TypeError);
    const also = then.at({ before: changeSet }, 'sent');
    expect((await also.request(PostDocument, { id })).post).toBeNull();
    expect((await also.request(HistoryDocument, { id })).history.nodes).toHaveLength(2);
  });
});
