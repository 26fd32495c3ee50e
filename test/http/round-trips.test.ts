import { readFileSync } from 'node:fs';
import { getOperationAST, parse, print, separateOperations } from 'graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { TrafficCounter } from '../../bench/round-trips/traffic.js';
import { WireProxy } from '../../bench/round-trips/wire-proxy.js';
import { asSuperuser } from '../support/cluster.js';
import { dataOf } from '../support/graphql-client.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const traffic = new TrafficCounter();
let proxy: WireProxy;
let server: TestServer;
let id: string;
let changeSet: string;
let tag: string;
let label: string;
let made = 0;

beforeAll(async () => {
  server = await startTestServer({
    between: async (url) => {
      proxy = await WireProxy.start(url, traffic.onMessage, traffic.onReady);
      return proxy.url;
    },
  });
  const create = `mutation { createPost(input: { title: "Title", slug: "slug", body: "Body" }) { post { id } changeSet { id } } }`;
  const { createPost: created } = dataOf<{ createPost: Record<'post' | 'changeSet', { id: string }> }>(
    await server.graphql(create),
  );
  [id, changeSet] = [created.post.id, created.changeSet.id];
  const createTags = `mutation { a: createTag(input: { name: "Tag" }) { tag { id } } b: createTag(input: { name: "Label" }) { tag { id } } }`;
  const { a, b } = dataOf(await server.graphql<Record<'a' | 'b', { tag: { id: string } }>>(createTags));
  [tag, label] = [a.tag.id, b.tag.id];
});

afterAll(async () => {
  await server.stop();
  await proxy.stop();
});

/** An update of the title, to a value it did not have. */
function update(version: number, answer = 'post { id }'): string {
  return `mutation {
    updatePost(input: { id: "${id}", expectedVersion: ${version}, patch: { title: "Title ${version}" } }) { ${answer} }
  }`;
}

const wholeChangeSet =
  'changeSet { id actor { id kind } reason requestId operationName source recordedAt committedAt }';
const wholePost = 'post { id version title slug body status publishedAt metadata createdAt updatedAt deletedAt }';

/** Posts at version 1. */
async function makePosts(count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const create = `mutation { createPost(input: { title: "T", slug: "made-${made++}", body: "B" }) { post { id } } }`;
    ids.push(dataOf(await server.graphql<{ createPost: { post: { id: string } } }>(create)).createPost.post.id);
  }
  return ids;
}

// Reading: what the operation's fields say that they read comes in one; else one for each statement, and one for the end.
// Changing: locks, with that; the rows, with the change set; versions and audit entries, with the COMMIT.
it.each<[string, number, () => string]>([
  ['a record', 1, () => `{ post(id: "${id}") { id title body } }`],
  ['a list', 1, () => '{ posts { nodes { id title } } }'],
  [
    'a list of three levels',
    1,
    () => '{ posts { totalCount nodes { id tags { name } comments { nodes { author { email } } } } } }',
  ],
  [
    'a list as of a change set, with what stands below it',
    1,
    () =>
      `{ posts(first: 50, asOf: { changeSet: "${changeSet}" }) { nodes { id title key author { email } tags { name } } } }`,
  ],
  ['a record as of a moment', 1, () => `{ post(id: "${id}", asOf: { at: "${new Date().toISOString()}" }) { title } }`],
  ['several lists', 1, () => '{ posts { nodes { id } } users(first: 1) { pageInfo { hasNextPage } } }'],
  ['a page of history', 1, () => `{ post(id: "${id}") { history { nodes { version changeSet { id } } } } }`],
  [
    'a page of history, with what stood below each version',
    1,
    () =>
      `{ history(id: "${id}", first: 20) { nodes { version ... on PostVersion {
        snapshot { author { email } tags { name } comments(first: 5) { totalCount nodes { author { email } } } } } } } }`,
  ],
  [
    'a change set, with what it changed, undid and was undone by',
    1,
    () =>
      `{ changeSet(id: "${changeSet}") { reason undoes { id } undoneBy { id } versions { nodes { changes { field } } } } }`,
  ],
  [
    'a version, as it was and what made it',
    1,
    () =>
      `{ version(id: "${id}", version: 1) { actor { id } changeSet { id undoneBy { id } } changes { field }
        ... on PostVersion { snapshot { title author { email } } } } }`,
  ],
  [
    'a history under two names, by different parts',
    1,
    () =>
      `{ a: history(id: "${id}") { totalCount nodes { actor { id } } } b: history(id: "${id}") { nodes { changes { field } } } }`,
  ],
  [
    'a record, with what those are called who made and changed it',
    1,
    () =>
      `{ node(id: "${id}") { ... on Versioned { createdBy { kind displayName } updatedBy { displayName } deletedBy { displayName } } } }`,
  ],
  [
    'a list, with what those are called who made it and what stands below it',
    1,
    () =>
      '{ posts { nodes { createdBy { displayName } comments { nodes { updatedBy { displayName } author { createdBy { id displayName } } } } } } }',
  ],
  [
    'a page of history, with what those are called who made it',
    1,
    () =>
      `{ history(id: "${id}") { nodes { actor { displayName } changeSet { actor { displayName } }
        ... on PostVersion { snapshot { createdBy { displayName } author { updatedBy { displayName } } } } } } }`,
  ],
  [
    'change sets, with what those are called who made them',
    1,
    () =>
      '{ changeSets { nodes { actor { displayName } undoneBy { actor { displayName } } versions { nodes { actor { displayName } } } } } }',
  ],
  ['what types of records there are', 1, () => '{ entityTypes { name fields { name kind } } }'],
  ['what needs a role', 3, () => '{ legalHolds { nodes { placedAt } } }'],
  ['nothing but the caller', 2, () => '{ viewer { role } }'],
  ['an update', 3, () => update(1)],
  ['a creation', 3, () => 'mutation { createTag(input: { name: "New" }) { tag { id name version updatedAt } } }'],
  ['a deletion', 3, () => `mutation { deleteTag(input: { id: "${tag}", expectedVersion: 1 }) { tag { deletedAt } } }`],
  [
    'a creation that refers to others and is linked to some',
    4,
    () =>
      `mutation { createPost(input: { title: "R", slug: "r", body: "B", authorId: "${server.organization.users.EDITOR}", tagIds: ["${label}"] }) { post { id } } }`,
  ],
  [
    'a creation below another',
    3,
    () =>
      `mutation { createComment(input: { body: "B", postId: "${id}", authorId: "${server.organization.users.EDITOR}" }) { comment { id } } }`,
  ],
  [
    'an update of a reference',
    3,
    () =>
      `mutation { updatePost(input: { id: "${id}", expectedVersion: 2, patch: { authorId: "${server.organization.users.EDITOR}" } }) { post { id } } }`,
  ],
  ['an update, with its change set', 3, () => update(3, `${wholePost} ${wholeChangeSet}`)],
])('%s costs %i round trips to the database', async (_what, trips, operation) => {
  // On a connection that is there.
  dataOf(await server.graphql('{ viewer { id } }'));
  const { roundTrips, statements } = await traffic.during(async () => dataOf(await server.graphql(operation())));
  expect({ roundTrips, statements }).toEqual({ roundTrips: trips, statements: expect.any(Array) as string[] });
});

/** What fields read that say nothing of it, or can only say it once others have been answered. */
const severalTrips = /^(All)?(AuditLog|Blame|Diff|LegalHolds|LineBlame|Trash|UndoPlan|Viewer)$/;
const sdk = separateOperations(parse(readFileSync('sdk/src/generated/operations.graphql', 'utf8')));
const sdkQueries = Object.entries(sdk).filter(
  ([name, document]) => getOperationAST(document)!.operation === 'query' && !severalTrips.test(name),
);

it.each(sdkQueries)("the SDK's %s costs 1 round trip to the database", async (name, document) => {
  const variables = {
    id: name.startsWith('ChangeSet') || name === 'AllChangeSetVersions' ? changeSet : id,
    version: 1,
  };
  const ask = async () => dataOf(await server.graphql(print(document), variables));
  const { roundTrips, statements } = await traffic.during(ask);
  expect({ roundTrips, statements }).toEqual({ roundTrips: 1, statements: expect.any(Array) as string[] });
});

// What changes it, then a level of what stands below the record after the other, of which the first goes with the versions.
it("the SDK's functions that change cost a round trip for each level of their answers, besides", async () => {
  const change = async (name: string, input: Record<string, unknown>) => {
    let data: Record<string, { post: { id: string } }> | undefined;
    const { roundTrips } = await traffic.during(async () => {
      data = dataOf(await server.graphql(print(sdk[name]!), { input }));
    });
    return { id: data![`${name[0]!.toLowerCase()}${name.slice(1)}`]!.post.id, roundTrips };
  };
  const authorId = server.organization.users.EDITOR;
  const created = await change('CreatePost', { title: 'SDK', slug: 'sdk', body: 'B', authorId });
  const of = created.id;
  const trips = [
    created,
    await change('UpdatePost', { id: of, expectedVersion: 1, patch: { title: 'By the SDK' } }),
    await change('UpdatePost', { id: of, expectedVersion: 2, patch: { tagIds: [label] } }),
    await change('UpdatePost', { id: of, expectedVersion: 3, patch: { title: 'With tags' } }),
    await change('DeletePost', { id: of, expectedVersion: 4 }),
    await change('RestorePost', { id: of, expectedVersion: 5 }),
    await change('RevertPost', { id: of, expectedVersion: 6, toVersion: 1 }),
  ].map(({ roundTrips }) => roundTrips);
  expect(trips).toEqual([4, 4, 8, 5, 5, 8, 8]);
});

// A hundred are locked and read with what owns them; where there are more, all are once again. Those of another entity are
// written by a statement of their own; several are looked for before that, and the versions of many go by themselves.
it.each([
  [0, 3],
  [1, 4],
  [100, 7],
  [101, 8],
])('A deletion that takes %i along costs %i round trips', async (count, trips) => {
  const [post] = await makePosts(1);
  const state = () =>
    asSuperuser(server.database.superuserUrl, async (client) => {
      const { rows } = await client.query<object>(
        `select count(*)::int, v.deleted, v.version from comment c join lateral (
           select version, (snapshot ->> 'deleted_at') is not null as deleted from entity_version
           where entity_id = c.id and version = c.version) v on true
         where post_id = $1 group by 2, 3`,
        [post],
      );
      return rows;
    });
  await asSuperuser(server.database.superuserUrl, (client) =>
    client.query(
      `insert into comment (tenant_id, id, version, body, post_id)
       select tenant_id, gen_random_uuid(), 1, 'C', id from post, generate_series(1, $2) where id = $1`,
      [post, count],
    ),
  );
  const deletion = `mutation { deletePost(input: { id: "${post}", expectedVersion: 1 }) { post { deletedAt } } }`;
  const { roundTrips } = await traffic.during(async () => dataOf(await server.graphql(deletion)));
  expect(roundTrips).toBe(trips);
  expect(await state()).toEqual(count > 0 ? [{ count, deleted: true, version: 2 }] : []);
});

/** A field of a mutation, of a post or its number. */
type Field = (post: string, n: number) => string;

const patching =
  (patch: string, answer: string): Field =>
  (post) =>
    `updatePost(input: { id: "${post}", expectedVersion: 1, patch: { ${patch} } }) { ${answer} }`;

// However many records are changed, they are so together.
it.each<[string, number, Field]>([
  ['updates', 4, patching('title: "Changed"', wholePost)],
  ['updates that answer their change set', 4, patching('title: "Changed"', `${wholePost} ${wholeChangeSet}`)],
  [
    'updates of references',
    4,
    (post) => patching(`authorId: "${server.organization.users.EDITOR}"`, wholePost)(post, 0),
  ],
  [
    'creations',
    3,
    (post, n) =>
      `createPost(input: { title: "N", slug: "${post}-${n}", body: "B" }) { ${wholePost} ${wholeChangeSet} }`,
  ],
  [
    'creations with links',
    4,
    (post, n) =>
      `createPost(input: { title: "N", slug: "l-${post}-${n}", body: "B", tagIds: ["${label}"] }) { ${wholePost} }`,
  ],
  [
    'creations below others',
    3,
    (post) => `createComment(input: { body: "B", postId: "${post}" }) { comment { id version } }`,
  ],
  [
    'deletions of what owns others',
    4,
    (post) => `deletePost(input: { id: "${post}", expectedVersion: 1 }) { ${wholePost} ${wholeChangeSet} }`,
  ],
])('An operation of %s costs %i round trips, be it of 5 or of 20', async (_what, trips, field) => {
  for (const count of [5, 20]) {
    const posts = await makePosts(count);
    const operation = `mutation { ${posts.map((post, n) => `f${n}: ${field(post, n)}`).join(' ')} }`;
    const { roundTrips, statements } = await traffic.during(async () => dataOf(await server.graphql(operation)));
    expect({ count, roundTrips, statements }).toEqual({
      count,
      roundTrips: trips,
      statements: expect.any(Array) as string[],
    });
  }
});
