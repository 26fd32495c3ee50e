import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Client,
  createClient,
  isConflict,
  type Post,
  type PostVersion,
  TypedDocumentString,
} from '../../sdk/src/index.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

describe('the client', () => {
  let server: TestServer;
  let client: Client;

  beforeAll(async () => {
    server = await startTestServer();
    client = createClient({ url: `${server.url}/graphql`, token: server.organization.tokens.ADMIN });
  });
  afterAll(() => server.stop());

  it('creates, reads, updates, deletes, restores and reverts a record', async () => {
    const { post, changeSet } = await client.posts.create({ title: 'One', slug: 'life', body: 'a', reason: 'begin' });
    expect(post).toMatchObject({ version: 1, title: 'One', status: 'DRAFT', tags: [], deletedAt: null });
    expect(changeSet?.reason).toBe('begin');
    expect(await client.posts.get({ id: post.id })).toEqual(post);

    const updated = await client.posts.update({ id: post.id, expectedVersion: 1, patch: { title: 'Two' } });
    const deleted = await client.posts.delete({ id: post.id, expectedVersion: 2 });
    expect(deleted.post.deletedBy).toMatchObject({ kind: 'USER', displayName: 'acme ADMIN' });
    expect(await client.posts.get({ id: post.id })).toBeNull();
    expect(await client.posts.get({ id: post.id, deleted: 'INCLUDE' })).toEqual(deleted.post);
    const restored = await client.posts.restore({ id: post.id, expectedVersion: 3 });
    const reverted = await client.posts.revert({ id: post.id, expectedVersion: 4, toVersion: 1 });
    expect([updated, restored, reverted].map((payload) => [payload.post.version, payload.post.title])).toEqual([
      [2, 'Two'],
      [4, 'Two'],
      [5, 'One'],
    ]);

    const { nodes, totalCount } = await client.history.page({ id: post.id, last: 2 });
    expect(totalCount).toBe(5);
    expect(nodes.map(({ version, operation }) => [version, operation])).toEqual([
      [2, 'UPDATE'],
      [1, 'CREATE'],
    ]);
    expect((nodes[1] as PostVersion).snapshot satisfies Post).toMatchObject({ title: 'One', body: 'a' });
    expect(await client.diff({ id: post.id, from: 1, to: 2 })).toEqual([
      { field: 'title', before: 'One', after: 'Two', redacted: false, patch: null, paths: null, links: null },
    ]);
    const version = await client.version({ id: post.id, version: 3 });
    expect(version).toMatchObject({ operation: 'DELETE', changeSet: { id: deleted.changeSet!.id } });
    expect(await client.changeSet({ id: deleted.changeSet!.id })).toMatchObject({ source: 'API' });
  });

  it('keeps values exactly, both ways', async () => {
    const metadata = {
      fraction: 0.1,
      large: 9_007_199_254_740_991,
      text: '\u{1f4dc} \u2028',
      nested: { list: [null, {}] },
    };
    const publishedAt = '2026-11-21T21:51:31.123456Z';
    const body = 'line\r\nline\ttab "quote" \\ end ';
    const { post } = await client.posts.create({ title: 'Exact', slug: 'exact', body, metadata, publishedAt });
    expect(post).toMatchObject({ metadata, publishedAt, body });
    expect(await client.posts.get({ id: post.id })).toMatchObject({ metadata, publishedAt, body });
  });

  it('refuses variables that JSON would change', async () => {
    const create = (value: unknown) => client.posts.create({ title: 'x', slug: 'x', body: '', metadata: { value } });
    await expect(create(Number.NaN)).rejects.toThrow(
      'The variable input.metadata.value is NaN, which JSON cannot hold.',
    );
    await expect(create([{ of: new Map([['a', 1]]) }])).rejects.toThrow(TypeError);
    await expect(create([{ of: new Map([['a', 1]]) }])).rejects.toThrow(
      'The variable input.metadata.value[0].of is an instance of Map; give a plain object or list.',
    );
  });

  it('asks for everything that is not about one type of record', async () => {
    const { tag } = await client.tags.create({ name: 'asked' });
    await client.tags.delete({ id: tag.id, expectedVersion: 1 });
    expect(await client.node({ id: tag.id })).toBeNull();
    const trash = await client.trash.page({ types: ['Tag'] });
    expect(trash.nodes[0]).toMatchObject({ cascadeSize: 0, entity: { __typename: 'Tag', name: 'asked' } });
    const audit = await client.auditLog.page({ filter: { entityId: tag.id } });
    expect(audit.nodes.map(({ action }) => action)).toEqual(['tag.delete', 'tag.create']);
    const viewer = await client.viewer();
    expect(viewer).toMatchObject({ role: 'ADMIN', organization: { slug: 'acme' } });
  });

  it('signs in, and takes its token from a function', async () => {
    const password = 'correct horse battery staple';
    const input = { email: 'new@acme.example', displayName: 'New', role: 'EDITOR', password } as const;
    const { user } = await client.users.create(input);
    const anonymous = createClient({ url: `${server.url}/graphql` });
    expect(await anonymous.viewer()).toBeNull();
    const session = await anonymous.signIn({ organization: 'acme', email: input.email, password });
    const signedIn = createClient({ url: `${server.url}/graphql`, token: async () => session.token });
    expect(await signedIn.viewer()).toMatchObject({ id: user.id, role: 'EDITOR' });
  });

  it('sends documents of your own', async () => {
    const document = new TypedDocumentString<{ posts: { totalCount: number } }, { slug: string }>(
      'query Count($slug: String!) { posts(filter: { slug: { eq: $slug } }) { totalCount } }',
    );
    const { posts } = await client.request(document, { slug: 'nothing' });
    expect(posts.totalCount satisfies number).toBe(0);
  });

  describe('transaction', () => {
    it('makes changes of several types in one change set, and answers them in order, typed', async () => {
      const [{ tag }, { post, changeSet }] = await client.transaction('together', (change) => [
        change.tags.create({ name: 'together' }),
        change.posts.create({ title: 'Together', slug: 'together', body: '' }),
      ]);
      expect([tag.name, post.slug]).toEqual(['together', 'together']);
      expect(changeSet?.reason).toBe('together');
      const versions = await client.changeSetVersions.page({ id: changeSet!.id });
      expect(versions?.nodes.map(({ entityType }) => entityType).toSorted()).toEqual(['Post', 'Tag']);
    });

    it('lets later steps see earlier ones, and is one transaction', async () => {
      const { post } = await client.posts.create({ title: 'T', slug: 'swap', body: '' });
      const [deleted, created] = await client.transaction(undefined, (change) => [
        change.posts.delete({ id: post.id, expectedVersion: 1 }),
        change.posts.create({ title: 'T', slug: 'swap', body: 'again' }),
      ]);
      expect(deleted.changeSet).toEqual(created.changeSet);
      const failed = client.transaction('all or nothing', (change) => [
        change.posts.update({ id: created.post.id, expectedVersion: 1, patch: { body: 'never' } }),
        change.posts.update({ id: post.id, expectedVersion: 1, patch: { body: 'never' } }),
      ]);
      await expect(failed).rejects.toSatisfy(isConflict);
      expect(await client.posts.get({ id: created.post.id })).toMatchObject({ version: 1, body: 'again' });
    });

    it('makes 250 records in one operation', { tags: ['slow'] }, async () => {
      const answers = await client.transaction('many', (change) =>
        Array.from({ length: 250 }, (_, index) =>
          change.posts.create({ title: `Post ${index}`, slug: `many-${index}`, body: 'b'.repeat(2000) }),
        ),
      );
      expect(answers.map(({ post }) => post.slug)).toEqual(answers.map((_, index) => `many-${index}`));
      expect(new Set(answers.map(({ changeSet }) => changeSet?.id)).size).toBe(1);
    });

    it('does nothing without steps', async () => {
      expect(await client.transaction('nothing', () => [])).toEqual([]);
    });
  });
});
