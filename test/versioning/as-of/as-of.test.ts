import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createOrganization } from '../../../src/database/tenants/organizations.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { inTransaction, query } from '../../../src/versioning/index.js';
import { asSuperuser } from '../../support/cluster.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestOrganization, type TestServer } from '../../support/test-server.js';

let server: TestServer;
let other: TestOrganization;
/** The change sets of one post's life, in order. */
const sets: Record<'created' | 'edited' | 'deleted' | 'purged', string> = {} as never;
let post: string;
let comment: string;

beforeAll(async () => {
  server = await startTestServer();
  other = await server.addOrganization('other');
  const tag = await change('createTag(input: { name: "red" }) { made: tag { id } changeSet { id } }');
  const created = await change(
    `createPost(input: { title: "first", slug: "s", body: "b", tagIds: ["${tag.id}"] }) { made: post { id } changeSet { id } }`,
  );
  post = created.id;
  comment = (
    await change(`createComment(input: { postId: "${post}", body: "c" }) { made: comment { id } changeSet { id } }`)
  ).id;
  sets.created = created.changeSet;
  sets.edited = await changed(
    `updatePost(input: { id: "${post}", expectedVersion: 1, patch: { title: "second", tagIds: [] } })`,
  );
  sets.deleted = await changed(`deletePost(input: { id: "${post}", expectedVersion: 2 })`);
  sets.purged = await changed(`purgePost(input: { id: "${post}", expectedVersion: 3 })`);
});
afterAll(() => server.stop());

interface Made {
  readonly made: { readonly id: string };
  readonly changeSet: { readonly id: string };
}

async function change(field: string): Promise<{ id: string; changeSet: string }> {
  const { it } = dataOf(await server.graphql<{ it: Made }>(`mutation { it: ${field} }`));
  return { id: it.made.id, changeSet: it.changeSet.id };
}

async function changed(field: string): Promise<string> {
  const { it } = dataOf(await server.graphql<{ it: Made }>(`mutation { it: ${field} { changeSet { id } } }`));
  return it.changeSet.id;
}

async function asOf(changeSet: string, field: (asOf: string) => string): Promise<unknown> {
  const { it } = dataOf(
    await server.graphql<{ it: unknown }>(`{ it: ${field(`asOf: { changeSet: "${changeSet}" }`)} }`),
  );
  return it;
}

describe('as of a change set', () => {
  it('a record is as it was, living, deleted and purged', async () => {
    const one = (instant: string) =>
      `post(id: "${post}", ${instant}) { title version tags { name } comments { totalCount } }`;
    expect(await asOf(sets.created, one)).toEqual({
      title: 'first',
      version: 1,
      tags: [{ name: 'red' }],
      comments: { totalCount: 0 },
    });
    expect(await asOf(sets.edited, one)).toEqual({
      title: 'second',
      version: 2,
      tags: [],
      comments: { totalCount: 1 },
    });
    expect(await asOf(sets.deleted, one)).toBeNull();
    const included = (instant: string) => `post(id: "${post}", deleted: INCLUDE, ${instant}) { title version }`;
    expect(await asOf(sets.deleted, included)).toEqual({ title: 'second', version: 3 });
    expect(await asOf(sets.purged, included)).toBeNull();
  });

  it('or right before it, a record is as the change set found it', async () => {
    const before = (changeSet: string) =>
      server.graphql<{ post: unknown }>(
        `{ post(id: "${post}", deleted: INCLUDE, asOf: { before: "${changeSet}" }) { title version deletedAt tags { name } } }`,
      );
    const found = async (changeSet: string) => dataOf(await before(changeSet)).post;
    expect(await found(sets.created)).toBeNull();
    const first = { title: 'first', version: 1, deletedAt: null, tags: [{ name: 'red' }] };
    expect(await found(sets.edited)).toEqual(first);
    expect(await found(sets.deleted)).toEqual({ title: 'second', version: 2, deletedAt: null, tags: [] });
    expect(await found(sets.purged)).toMatchObject({ version: 3, deletedAt: expect.any(String) as string });
    const { errors } = await before(post);
    expect(errors[0]).toMatchObject({
      message: 'asOf.before: there is no such change set.',
      extensions: { code: 'NOT_FOUND', field: 'asOf.before' },
    });
  });

  it('a record that SQL has put into the trash was there then, and one that SQL has removed was not', async () => {
    const { id } = await change('createTag(input: { name: "sql" }) { made: tag { id } changeSet { id } }');
    const bySql = (statement: string) =>
      asSuperuser(server.database.superuserUrl, async (client) => {
        await client.query(`select set_config('app.tenant_id', $1, false)`, [server.organization.id]);
        await client.query(statement);
        const newest = `select change_set_id as id from entity_version where entity_id = '${id}' order by version desc limit 1`;
        return (await client.query<{ id: string }>(newest)).rows[0]!.id;
      });
    const trashed = await bySql(`update tag set deleted_at = clock_timestamp() where id = '${id}'`);
    await changed(`restoreTag(input: { id: "${id}", expectedVersion: 2 })`);
    const removed = await bySql(`delete from tag where id = '${id}'`);
    await bySql(`insert into tag (id, name) values ('${id}', 'back')`);
    const one = (instant: string) => `tag(id: "${id}", deleted: INCLUDE, ${instant}) { version }`;
    expect(await asOf(trashed, one)).toEqual({ version: 2 });
    expect(await asOf(removed, one)).toBeNull();
  });

  it('node finds what was living then, and nothing else', async () => {
    const node = (instant: string) => `node(id: "${post}", ${instant}) { __typename ... on Post { title } }`;
    expect(await asOf(sets.edited, node)).toEqual({ __typename: 'Post', title: 'second' });
    expect(await asOf(sets.deleted, node)).toBeNull();
  });

  it('the trash holds what it held then, with what it would have brought back', async () => {
    const trash = (instant: string) =>
      `trash(${instant}) { nodes { cascadeSize purgeAt entity { id ... on Post { title } } } }`;
    expect(await asOf(sets.edited, trash)).toEqual({ nodes: [] });
    expect(await asOf(sets.deleted, trash)).toEqual({
      nodes: [{ cascadeSize: 1, purgeAt: null, entity: { id: post, title: 'second' } }],
    });
    expect(await asOf(sets.purged, trash)).toEqual({ nodes: [] });
  });

  it('a record has the history that it had', async () => {
    const history = (instant: string) =>
      `comment(id: "${comment}", deleted: INCLUDE, ${instant}) { history { nodes { version } } }`;
    expect(await asOf(sets.edited, history)).toEqual({ history: { nodes: [{ version: 1 }] } });
    expect(await asOf(sets.deleted, history)).toEqual({ history: { nodes: [{ version: 2 }, { version: 1 }] } });
  });

  it('a record and each of its past states have a key of their own', async () => {
    const key = (field: string) => server.graphql<{ it: { key: string; id: string } }>(`{ it: ${field} }`);
    const { users } = server.organization;
    const now = dataOf(await key(`user(id: "${users.ADMIN}") { id key }`)).it;
    expect(now.key).toBe(now.id);
    const keys = new Set([now.key]);
    for (const changeSet of Object.values(sets)) {
      const then = await asOf(changeSet, (instant) => `user(id: "${users.ADMIN}", ${instant}) { id key }`);
      const again = await asOf(changeSet, (instant) => `users(${instant}) { nodes { id key } }`);
      expect((again as { nodes: object[] }).nodes).toContainEqual(then);
      keys.add((then as { key: string }).key);
    }
    expect(keys.size).toBe(5);
  });

  it('a cursor is good for its own instant alone', async () => {
    const page = (instant: string, after = 'null') =>
      `{ users(first: 1, after: ${after} ${instant}) { nodes { id } pageInfo { endCursor } } }`;
    const at = (changeSet: string) => `asOf: { changeSet: "${changeSet}" }`;
    const cursorOf = async (instant: string) => {
      const answer = await server.graphql<{ users: { pageInfo: { endCursor: string } } }>(page(instant));
      return JSON.stringify(dataOf(answer).users.pageInfo.endCursor);
    };
    const [past, present] = [await cursorOf(at(sets.created)), await cursorOf('')];
    expect((await server.graphql(page(at(sets.created), past))).errors).toEqual([]);
    for (const [instant, cursor] of [
      ['', past],
      [at(sets.edited), past],
      [at(sets.created), present],
    ] as const) {
      const { errors } = await server.graphql(page(instant, cursor));
      expect(errors[0]).toMatchObject({
        message: 'The cursor is damaged or belongs to another list, order or instant.',
        extensions: { code: 'BAD_USER_INPUT', field: 'after' },
      });
    }
  });
});

it('a change shows from the moment on that its change set tells, and not before', async () => {
  const { id, changeSet } = await change('createTag(input: { name: "timed" }) { made: tag { id } changeSet { id } }');
  const committedAt = async () =>
    dataOf(
      await server.graphql<{ changeSet: { committedAt: string | null; recordedAt: string } }>(
        `{ changeSet(id: "${changeSet}") { committedAt recordedAt } }`,
      ),
    ).changeSet;
  expect((await committedAt()).committedAt).toBeNull();
  await asSuperuser(server.database.applicationUrl, (client) =>
    client.query('select palimpsest.seal_change_sets(1000)'),
  );
  const { committedAt: at, recordedAt } = await committedAt();
  expect(at! > recordedAt).toBe(true);
  const page =
    '{ changeSets(first: 1) { nodes { committedAt } } history(id: "$") { nodes { changeSet { committedAt } } } }';
  expect(dataOf(await server.graphql(page.replace('$', id)))).toEqual({
    changeSets: { nodes: [{ committedAt: at }] },
    history: { nodes: [{ changeSet: { committedAt: at } }] },
  });
  const tagAt = async (moment: string) =>
    dataOf(await server.graphql<{ tag: object | null }>(`{ tag(id: "${id}", asOf: { at: "${moment}" }) { name } }`))
      .tag;
  expect(await tagAt(at!)).toEqual({ name: 'timed' });
  expect(await tagAt(recordedAt)).toBeNull();
});

describe('an instant that cannot be answered', () => {
  it.each([
    ['two keys', '{ at: "2026-01-01T00:00:00Z", snapshot: "x" }', 'BAD_USER_INPUT'],
    ['the future', '{ at: "2999-01-01T00:00:00Z" }', 'BAD_USER_INPUT'],
    ['before the organization', '{ at: "1999-01-01T00:00:00Z" }', 'BAD_USER_INPUT'],
    ['a malformed token', '{ snapshot: "no token" }', 'BAD_USER_INPUT'],
    ['an unknown change set', '{ changeSet: "01a21b0f-0000-7000-8000-000000000000" }', 'NOT_FOUND'],
    ['what is no id', '{ changeSet: "nothing" }', 'NOT_FOUND'],
  ])('is refused by the field that names it: %s', async (_what, asOf, code) => {
    for (const field of [
      `posts(asOf: ${asOf}) { nodes { id } }`,
      `node(id: "${post}", asOf: ${asOf}) { id }`,
      `trash(asOf: ${asOf}) { totalCount }`,
    ]) {
      const { errors } = await server.graphql(`{ ${field} }`);
      expect(errors[0]?.extensions.code, `${field}`).toBe(code);
      expect(errors[0]!.message, `${field}`).toMatch(/asOf|AsOf/);
    }
  });

  it('is refused where nothing has been recorded yet, like any that is before all that has', async () => {
    const { id } = await createOrganization(server.orm, { slug: 'empty', name: 'Empty' });
    for (const at of ['2001-01-01T00:00:00Z', new Date(Date.now() - 1000).toISOString()]) {
      const em = server.orm.em.fork({ session: tenantSession(id) });
      const [row] = await inTransaction(
        em,
        (within) => query(within)`select palimpsest.refused_instant(${at}, null, null) as refusal`,
      );
      expect(row).toMatchObject({ refusal: { argument: 'at', reason: 'BEFORE', from: null } });
    }
  });

  it.each(['changeSet', 'before'])('of another organization is told like one that is unknown: %s', async (key) => {
    const query = (id: string) => `{ posts(asOf: { ${key}: "${id}" }) { nodes { id } } }`;
    const strip = ({ errors }: { errors: readonly object[] }) =>
      JSON.stringify(errors).replaceAll(/"requestId":"[^"]+"/g, '');
    const [foreign, unknown] = [
      await server.graphql(query(sets.created), {}, other.tokens.ADMIN),
      await server.graphql(query('01a21b0f-0000-7000-8000-000000000000'), {}, other.tokens.ADMIN),
    ];
    expect(foreign.errors).toHaveLength(1);
    expect(strip(foreign)).toBe(strip(unknown));
  });
});
