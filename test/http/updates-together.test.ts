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
