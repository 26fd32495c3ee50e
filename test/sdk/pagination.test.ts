import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Client,
  createClient,
  inParts,
  isTooComplex,
  type Post,
  TypedDocumentString,
} from '../../sdk/src/index.js';
import { collect } from './collect.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

interface PostTitles {
  readonly posts: {
    readonly nodes: readonly { readonly title: string }[];
    readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  };
}

describe('walking through connections', () => {
  let server: TestServer;
  let client: Client;
  let requests = 0;
  const titles = Array.from({ length: 23 }, (_, index) => `Title ${String(index).padStart(2, '0')}`);
  const titlesOf = (posts: readonly Pick<Post, 'title'>[]) => posts.map(({ title }) => title);

  beforeAll(async () => {
    server = await startTestServer();
    const counted: typeof fetch = (...parameters) => {
      requests += 1;
      return fetch(...parameters);
    };
    client = createClient({ url: `${server.url}/graphql`, token: server.organization.tokens.EDITOR, fetch: counted });
    await client.transaction('23 posts', (change) =>
      titles.map((title, index) => change.posts.create({ title, slug: `post-${index}`, body: '' })),
    );
  });
  afterAll(() => server.stop());

  it.each([1, 7, 23, 100])('gives every item once, in order, in pages of %i', async (first) => {
    requests = 0;
    const posts = await collect(client.posts.all({ first, orderBy: [{ field: 'TITLE' }] }));
    expect(titlesOf(posts)).toEqual(titles);
    expect(requests).toBe(Math.ceil(23 / first));
  });

  it('walks backward from the end in pages of `last`', async () => {
    const posts = await collect(client.posts.all({ last: 5, orderBy: [{ field: 'TITLE' }] }));
    expect(titlesOf(posts)).toEqual(titles.toReversed());
  });

  it('keeps the filter on every page, and starts where it is told', async () => {
    const filter = { title: { startsWith: 'Title 1' } };
    const page = await client.posts.page({ first: 4, filter, orderBy: [{ field: 'TITLE' }] });
    const after = page.pageInfo.endCursor;
    const rest = await collect(client.posts.all({ first: 2, after, filter, orderBy: [{ field: 'TITLE' }] }));
    expect(titlesOf([...page.nodes, ...rest])).toEqual(titles.slice(10, 20));
  });

  it('asks for no page beyond the one at which the caller stops', async () => {
    requests = 0;
    for await (const { title } of client.posts.all({ first: 5, orderBy: [{ field: 'TITLE' }] })) {
      if (title === titles[6]) break;
    }
    expect(requests).toBe(2);
  });

  it('stops at an abort signal between pages', async () => {
    const controller = new AbortController();
    const seen: string[] = [];
    const walk = async () => {
      for await (const { title } of client.posts.all({ first: 5 }, { signal: controller.signal })) {
        seen.push(title);
        if (seen.length === 5) controller.abort(new Error('enough'));
      }
    };
    await expect(walk()).rejects.toThrow('enough');
    expect(seen).toHaveLength(5);
  });

  it('walks through connections below a record; one that does not exist has no items', async () => {
    const { nodes } = await client.posts.page({ first: 1 });
    const id = nodes[0]!.id;
    await client.transaction(undefined, (change) =>
      ['a', 'b', 'c'].map((body) => change.comments.create({ postId: id, body })),
    );
    const comments = await collect(client.posts.comments.all({ id, first: 2 }));
    expect(comments.map(({ body }) => body).toSorted()).toEqual(['a', 'b', 'c']);
    const unknown = '018f0000-0000-7000-8000-00000000ffff';
    expect(await collect(client.posts.comments.all({ id: unknown }))).toEqual([]);
    expect(await client.posts.comments.page({ id: unknown })).toBeNull();
  });

  it('walks through the connection of a document of your own', async () => {
    const document = new TypedDocumentString<PostTitles, { first?: number; after?: string | null; last?: number }>(
      `query Titles($first: Int, $after: String, $last: Int) {
        posts(first: $first, after: $after, last: $last, orderBy: [{ field: TITLE }]) {
          nodes { title } pageInfo { hasNextPage endCursor }
        }
      }`,
    );
    const posts = await collect(client.paginate(document, { first: 10 }, (data) => data.posts));
    expect(titlesOf(posts)).toEqual(titles);
    const backward = client.paginate(document, { last: 10 }, (data) => data.posts);
    await expect(collect(backward)).rejects.toThrow('must select pageInfo { hasPreviousPage startCursor }');
  });

  it('asks for many things in few queries, as large as the limits allow', async () => {
    const counts = Array.from({ length: 120 }, (_, n) => n);
    const sizes: number[] = [];
    const ask = async (part: readonly number[]) => {
      sizes.push(part.length);
      const fields = part.map((n) => `n${n}: posts(first: ${(n % 100) + 1}) { nodes { id } }`);
      const document = new TypedDocumentString<Record<string, { nodes: readonly unknown[] }>, object>(
        `{ ${fields.join(' ')} }`,
      );
      const data = await client.request(document, {});
      return part.map((n) => data[`n${n}`]!.nodes.length);
    };
    const expected = counts.map((n) => Math.min(23, (n % 100) + 1));
    expect(await inParts(counts, ask)).toEqual(expected);
    expect(sizes).toEqual([120, 50, 50, 20]);
    expect(await inParts(counts, ask, 30)).toEqual(expected);
    expect(sizes.slice(4)).toEqual([30, 30, 30, 30]);
    // What a smaller query does not mend is told as it is.
    await expect(inParts([1, 2], async () => client.request(tooDeep, {}))).rejects.toThrow(/deep/);
    await expect(inParts([1, 2], async () => [1])).rejects.toThrow('2 things were asked for, and 1 answered.');
  });
});

/** A document that no server answers, however little of it is asked. */
const tooDeep = new TypedDocumentString<never[], object>(
  `{ posts { nodes { ${'comments { nodes { post { '.repeat(6)} id ${'} } } '.repeat(6)} } } }`,
);

describe('walking through what costs more than the server allows at once', () => {
  let server: TestServer;
  let client: Client;

  beforeAll(async () => {
    server = await startTestServer({ settings: { MAX_COST: '2000' } });
    client = createClient({ url: `${server.url}/graphql`, token: server.organization.tokens.EDITOR });
  });
  afterAll(() => server.stop());

  it.each([{}, { first: 100 }, { last: 100 }])(
    'makes pages smaller that cost more than the limit: %j',
    async (size) => {
      const { post } = await client.posts.create({ title: 'Old', slug: `old-${Object.keys(size)}`, body: '1' });
      for (let version = 1; version < 6; version += 1) {
        await client.posts.update({ id: post.id, expectedVersion: version, patch: { body: `${version + 1}` } });
      }
      await expect(client.history.page({ id: post.id, first: 100 })).rejects.toSatisfy(isTooComplex);
      const versions = await collect(client.history.all({ id: post.id, ...size }));
      const numbers = versions.map(({ version }) => version);
      expect('last' in size ? numbers : numbers.toReversed()).toEqual([1, 2, 3, 4, 5, 6]);
    },
  );
});
