import { randomUUID } from 'node:crypto';
import { Resolver } from 'type-graphql';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Payload } from '../../src/versioning/graphql/outputs/payload.js';
import { VersionedResolver, type VersioningContext } from '../../src/versioning/index.js';
import { type Answer, dataOf } from '../support/graphql-client.js';
import { statementsDuring } from '../support/statements.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { Box } from '../versioning/box.entity.js';

/** Its updates do more than their inputs say. */
@Resolver(() => Box)
class LoudBoxResolver extends VersionedResolver(Box) {
  override async update(
    input: Parameters<InstanceType<ReturnType<typeof VersionedResolver<Box>>>['update']>[0],
    context: VersioningContext,
  ): Promise<Payload> {
    return super.update({ ...input, patch: { name: `${String(input.patch['name'])}!` } }, context);
  }
}

type Post = { id: string; version: number; title: string; slug: string };
type Updated = Record<string, { post: Post } | null>;

let server: TestServer;
/** Two posts at version 1, whose slugs are `a` and `b` and something that no other has. */
let posts: readonly [string, string];
let unlike: string;

beforeAll(async () => {
  server = await startTestServer({ additionalEntities: [Box], additionalResolvers: [LoudBoxResolver] });
});

afterAll(() => server.stop());

beforeEach(async () => {
  unlike = randomUUID();
  const create = (slug: string) =>
    `createPost(input: { title: "T", slug: "${slug}-${unlike}", body: "B" }) { post { id } }`;
  const made = await server.graphql<Record<'a' | 'b', { post: Post }>>(
    `mutation { a: ${create('a')} b: ${create('b')} }`,
  );
  const { a, b } = dataOf(made);
  posts = [a.post.id, b.post.id];
});

/** Updates of one operation, each of a post, the version expected and a patch. */
function update(...updates: [string, number, string][]): Promise<Answer<Updated>> {
  const fields = updates.map(
    ([id, expectedVersion, patch], n) =>
      `u${n}: updatePost(input: { id: "${id}", expectedVersion: ${expectedVersion}, patch: { ${patch} } }) { post { id version title slug updatedAt } }`,
  );
  return server.graphql<Updated>(`mutation { ${fields.join(' ')} }`);
}

it.each([
  [
    'of whom all is refused',
    'VIEWER',
    (id: string) => `updatePost(input: { id: "${id}", expectedVersion: 1, patch: { title: "x" } }) { post { id } }`,
  ],
  [
    'of whom one is refused',
    'EDITOR',
    () => 'createUser(input: { email: "no@acme.example", displayName: "No", role: VIEWER }) { user { id } }',
  ],
] as const)('%s has nothing locked or changed that is not allowed', async (_whom, role, second) => {
  const [a, b] = posts;
  const first = `updatePost(input: { id: "${a}", expectedVersion: 1, patch: { title: "x" } }) { post { id } }`;
  let codes: unknown;
  const texts = await statementsDuring(async () => {
    const query = `mutation { a: ${first} b: ${second(b)} }`;
    const { errors } = await server.graphql(query, {}, server.organization.tokens[role]);
    codes = errors.map(({ path, extensions }) => [path, extensions.code]);
  });
  expect(codes).toEqual([[[role === 'VIEWER' ? 'a' : 'b'], 'FORBIDDEN']]);
  expect(texts.filter((text) => /^update "?post/i.test(text))).toHaveLength(role === 'VIEWER' ? 0 : 1);
  expect((await stored()).map(({ title }) => title)).toEqual(['T', 'T']);
});

async function stored(): Promise<Post[]> {
  const read = (id: string) => `post(id: "${id}") { id version title slug updatedAt }`;
  const { a, b } = dataOf(
    await server.graphql<Record<'a' | 'b', Post>>(`{ a: ${read(posts[0])} b: ${read(posts[1])} }`),
  );
  return [a, b];
}

it('Updates of different records answer what is stored, in one change set', async () => {
  const { u0, u1 } = dataOf(await update([posts[0], 1, 'title: "One"'], [posts[1], 1, 'title: "Two", body: "C"']));
  expect(await stored()).toEqual([u0!.post, u1!.post]);
  expect([u0!.post, u1!.post]).toMatchObject([
    { version: 2, title: 'One' },
    { version: 2, title: 'Two' },
  ]);
  const history = (id: string) =>
    `post(id: "${id}") { history(first: 1) { nodes { changeSet { id } changes { field } } } }`;
  const read = await server.graphql<
    Record<'a' | 'b', { history: { nodes: { changeSet: { id: string }; changes: object[] }[] } }>
  >(`{ a: ${history(posts[0])} b: ${history(posts[1])} }`);
  const [a, b] = Object.values(dataOf(read)).map((post) => post.history.nodes[0]!);
  expect(a!.changeSet).toEqual(b!.changeSet);
  expect([a!.changes, b!.changes]).toEqual([[{ field: 'title' }], [{ field: 'title' }, { field: 'body' }]]);
});

it('An update that changes nothing leaves no version beside one that does', async () => {
  const { u0, u1 } = dataOf(await update([posts[0], 1, 'title: "T"'], [posts[1], 1, 'title: "Two"']));
  expect([u0!.post.version, u1!.post.version]).toEqual([1, 2]);
});

it('One that others were faster than is refused by its own field, and none is made', async () => {
  const { errors, data } = await update([posts[0], 1, 'title: "One"'], [posts[1], 7, 'title: "Two"']);
  expect(data).toBeNull();
  expect(errors).toMatchObject([{ path: ['u1'], extensions: { code: 'CONFLICT', currentVersion: 1 } }]);
  expect((await stored()).map(({ version }) => version)).toEqual([1, 1]);
});

it('One that takes a key is refused by its own field, and none is made', async () => {
  const { errors } = await update([posts[0], 1, 'title: "One"'], [posts[1], 1, `slug: "a-${unlike}"`]);
  expect(errors).toMatchObject([{ path: ['u1'], extensions: { code: 'ALREADY_EXISTS', field: 'slug' } }]);
  expect((await stored()).map(({ version }) => version)).toEqual([1, 1]);
});

it('One may take the key that one before it gives up', async () => {
  dataOf(await update([posts[0], 1, `slug: "c-${unlike}"`], [posts[1], 1, `slug: "a-${unlike}"`]));
  expect((await stored()).map(({ slug }) => slug)).toEqual([`c-${unlike}`, `a-${unlike}`]);
});

it('Updates of the same record follow each other', async () => {
  const { u0, u1 } = dataOf(await update([posts[0], 1, 'title: "One"'], [posts[0], 2, 'title: "Two"']));
  expect([u0!.post.title, u1!.post.title, u1!.post.version]).toEqual(['One', 'Two', 3]);
});

it('Who may not write writes nothing', async () => {
  const change = (n: number) =>
    `u${n}: updatePost(input: { id: "${posts[n]}", expectedVersion: 1, patch: { title: "Mine" } }) { post { id } }`;
  const { VIEWER } = server.organization.tokens;
  const { errors } = await server.graphql(`mutation { ${change(0)} ${change(1)} }`, {}, VIEWER);
  expect(errors.map(({ extensions }) => extensions.code)).toContain('FORBIDDEN');
  expect((await stored()).map(({ title }) => title)).toEqual(['T', 'T']);
});

it('What a program has made of the update is done', async () => {
  const create = (n: number) => `b${n}: createBox(input: { name: "${n} ${unlike}" }) { box { id } }`;
  const made = await server.graphql<Record<string, { box: { id: string } }>>(`mutation { ${create(0)} ${create(1)} }`);
  const updates = Object.values(dataOf(made)).map(
    ({ box }, n) =>
      `u${n}: updateBox(input: { id: "${box.id}", expectedVersion: 1, patch: { name: "new ${n} ${unlike}" } }) { box { name } }`,
  );
  const { data } = await server.graphql(`mutation { ${updates.join(' ')} }`);
  expect(data).toEqual({ u0: { box: { name: `new 0 ${unlike}!` } }, u1: { box: { name: `new 1 ${unlike}!` } } });
});

/** A field of a mutation, of the posts and the tag of its round. */
type Fields = (round: { a: string; b: string; tag: string; user: string; slug: string }) => string[];

const plainAnswer = '{ post { id version title slug deletedAt } changeSet { id source reason } }';
const updating = (id: string, patch: string, version = 1) =>
  `updatePost(input: { id: "${id}", expectedVersion: ${version}, patch: { ${patch} } }) ${plainAnswer}`;
const creating = (slug: string, more = '') =>
  `createPost(input: { title: "New", slug: "${slug}", body: "B", ${more} }) ${plainAnswer}`;
const deleting = (id: string, version = 1) =>
  `deletePost(input: { id: "${id}", expectedVersion: ${version}, reason: "Gone." }) ${plainAnswer}`;
const commenting = (post: string, body: string) =>
  `createComment(input: { postId: "${post}", body: "${body}" }) { comment { id body version } }`;

// Either way: together where it can be, and beside something that has all of them made one by one.
it.each<[string, Fields]>([
  ['updates of values', ({ a, b }) => [updating(a, 'title: "One"'), updating(b, 'title: "Two", body: "C"')]],
  [
    'updates of references',
    ({ a, b, user }) => [updating(a, `authorId: "${user}"`), updating(b, `authorId: "${user}"`)],
  ],
  ['a reference to nobody', ({ a, b }) => [updating(a, 'title: "One"'), updating(b, `authorId: "${randomUUID()}"`)]],
  ['a reference that is none', ({ a, b }) => [updating(a, 'authorId: null'), updating(b, 'authorId: "nobody"')]],
  [
    'creations',
    ({ slug, user }) => [creating(`1-${slug}`, `authorId: "${user}"`), creating(`2-${slug}`, 'status: PUBLISHED')],
  ],
  [
    'creations of several types',
    ({ a, b, slug }) => [commenting(b, 'One'), creating(`1-${slug}`), commenting(a, 'Two')],
  ],
  ['creations with links', ({ slug, tag }) => [creating(`1-${slug}`), creating(`2-${slug}`, `tagIds: ["${tag}"]`)]],
  ['creations under one key', ({ slug }) => [creating(`1-${slug}`), creating(`1-${slug}`)]],
  ['a creation under a key that is taken', ({ slug }) => [creating(`1-${slug}`), creating(`a-${slug}`)]],
  ['a creation for a record that is not there', ({ a }) => [commenting(a, 'One'), commenting(randomUUID(), 'Two')]],
  ['deletions with what is owned', ({ a, b }) => [deleting(b), deleting(a)]],
  ['a deletion too late', ({ a, b }) => [deleting(b), deleting(a, 7)]],
  ['a deletion twice', ({ a }) => [deleting(a), deleting(a)]],
  ['a deletion and a creation under its key', ({ a, slug }) => [deleting(a), creating(`a-${slug}`)]],
])('Changes together leave what they leave one by one: %s', async (_what, fields) => {
  const [together, apart] = [await outcome(fields, ''), await outcome(fields, '__typename')];
  expect(together).toEqual(apart);
});

/** The newest change set, and the end of the log. */
interface Left {
  changeSets: { nodes: { id: string; versions: { nodes: object[] } }[] };
  auditLog: { nodes: { changeSet: { id: string } | null }[] };
}

/** What an operation of these fields answers and leaves, without what differs from round to round. */
async function outcome(fields: Fields, beside: string): Promise<unknown> {
  const user = server.organization.users.EDITOR;
  const slug = randomUUID();
  const create = (name: string) =>
    `${name}: createPost(input: { title: "T", slug: "${name}-${slug}", body: "B" }) { post { id } }`;
  const { a, b, tag } = dataOf(
    await server.graphql<Record<'a' | 'b', { post: Post }> & { tag: { tag: { id: string } } }>(
      `mutation { ${create('a')} ${create('b')} tag: createTag(input: { name: "${slug}" }) { tag { id } } }`,
    ),
  );
  const round = { a: a.post.id, b: b.post.id, tag: tag.tag.id, user, slug };
  dataOf(await server.graphql(`mutation { x: ${commenting(round.a, 'Of a')} y: ${commenting(round.b, 'Of b')} }`));
  const operation = `mutation { ${beside} ${fields(round)
    .map((field, n) => `f${n}: ${field}`)
    .join(' ')} }`;
  const { data, errors } = await server.graphql<Record<string, unknown>>(operation);
  const read = `{
    changeSets(first: 1) { nodes { id reason source versions(first: 50) { nodes { entityType entityId version operation changes { field before after } } } } }
    auditLog(first: 20) { nodes { action entityType entityId version before after changeSet { id } } }
  }`;
  const left = dataOf(await server.graphql<Left>(read, {}, server.organization.tokens.ADMIN));
  const last = left.changeSets.nodes[0]!;
  const { __typename: _, ...answers } = data ?? {};
  const names = new Map([...Object.entries(round), ...idsIn(answers)].map(([name, id]) => [id, name]));
  const known = (value: unknown) =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll(slug, 'slug')
        .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22}/g, (id) => names.get(id) ?? 'another')
        .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'then'),
    ) as unknown;
  return {
    answers: known(data && answers),
    errors: known(errors.map(({ message, path, extensions }) => ({ message, path, ...extensions, requestId: null }))),
    versions: sorted(known(last.versions.nodes) as object[]),
    audit: sorted(known(left.auditLog.nodes.filter(({ changeSet }) => changeSet?.id === last.id)) as object[]),
  };
}

/** The records of an answer, by the names of its fields. */
function idsIn(answers: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(answers).flatMap(([name, payload]) =>
    Object.values(payload as Record<string, { id?: string } | null>).flatMap((record, n) =>
      record?.id ? [[`${name}.${n}`, record.id] as [string, string]] : [],
    ),
  );
}

/** In an order of their own: what is written together has none. */
function sorted(entries: object[]): string[] {
  return entries.map((entry) => JSON.stringify(entry)).toSorted();
}
