import { randomUUID } from 'node:crypto';
import { Resolver } from 'type-graphql';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Payload } from '../../src/versioning/graphql/outputs/payload.js';
import { VersionedResolver, type VersioningContext } from '../../src/versioning/index.js';
import { asSuperuser } from '../support/cluster.js';
import { eventually } from '../support/eventually.js';
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

// While the row is held: who may not change it, waits for nobody.
it.each<['VIEWER' | 'EDITOR', string, (id: string) => string]>([
  ['VIEWER', 'a', (id) => `a: ${deleting(id)}`],
  ['VIEWER', 'a', (id) => `a: ${deleting(id)} b: ${deleting(posts[1])}`],
  [
    'EDITOR',
    'no',
    (id) =>
      `no: createUser(input: { email: "no@acme.example", displayName: "No", role: VIEWER }) { user { id } } a: ${deleting(id)} b: ${deleting(posts[1])}`,
  ],
])('A %s is refused at once what is refused, while the row is locked by another', async (role, path, fields) => {
  await asSuperuser(server.database.superuserUrl, async (client) => {
    await client.query('begin');
    const { rowCount } = await client.query('select from post where id = $1 for update', [posts[0]]);
    expect(rowCount).toBe(1);
    const asking = server.graphql(`mutation { ${fields(posts[0])} }`, {}, server.organization.tokens[role]);
    const first = await Promise.race([asking, delay(3000, undefined, { ref: false })]);
    await client.query('rollback');
    await asking;
    expect(first?.errors).toMatchObject([{ path: [path], extensions: { code: 'FORBIDDEN' } }]);
  });
});

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

it('None may take the key that one after it gives up', async () => {
  const { errors } = await update([posts[1], 1, `slug: "a-${unlike}"`], [posts[0], 1, `slug: "c-${unlike}"`]);
  expect(errors).toMatchObject([{ path: ['u0'], extensions: { code: 'ALREADY_EXISTS', field: 'slug' } }]);
  expect((await stored()).map(({ slug }) => slug)).toEqual([`a-${unlike}`, `b-${unlike}`]);
});

it.each<[string, string]>([
  ['an index made by hand', 'create unique index by_hand on post (lower(title)) where title like $$%!$$'],
  [
    'an exclusion constraint',
    'alter table post add constraint by_hand exclude using btree (title with =) where (title like $$%!$$)',
  ],
  [
    'a computed column',
    `alter table post add column loud text generated always as (case when title like '%!' then upper(title) end) stored;
     create unique index by_hand on post (loud)`,
  ],
])('None takes what one after it gives up by %s', async (_what, make) => {
  await asSuperuser(server.database.superuserUrl, (client) => client.query(make));
  try {
    dataOf(await update([posts[0], 1, `title: "${unlike}!"`], [posts[1], 1, 'title: "Yours"']));
    const fields = (beside: string) => `mutation { ${beside}
      u0: ${updating(posts[1], `title: "${unlike}!"`, 2)} u1: ${updating(posts[0], 'title: "Other"', 2)} }`;
    const [together, apart] = [await server.graphql(fields('')), await server.graphql(fields('__typename'))];
    expect(together.errors).toMatchObject([{ path: ['u0'] }]);
    expect(apart.errors).toMatchObject([{ path: ['u0'], extensions: { code: together.errors[0]!.extensions.code } }]);
  } finally {
    await asSuperuser(server.database.superuserUrl, (client) =>
      client.query(`alter table post drop constraint if exists by_hand; drop index if exists by_hand;
        alter table post drop column if exists loud`),
    );
  }
});

it('A deletion takes no key of dead records that one after it gives up', async () => {
  await asSuperuser(server.database.superuserUrl, (client) =>
    client.query(
      'create unique index by_hand on post (title) where title like $$1 %$$ and (deleted_at is null) = (body = $$B$$)',
    ),
  );
  try {
    const titles = [`title: "1 ${unlike}"`, `title: "1 ${unlike}", body: "C"`];
    dataOf(await update([posts[0], 1, titles[0]!], [posts[1], 1, titles[1]!]));
    const { errors } = await server.graphql(`mutation { d0: ${deleting(posts[1], 2)} d1: ${deleting(posts[0], 2)} }`);
    expect(errors).toMatchObject([{ path: ['d0'] }]);
  } finally {
    await asSuperuser(server.database.superuserUrl, (client) => client.query('drop index by_hand'));
  }
});

it.each([
  [
    'an author',
    (user: string, [, b]: typeof posts) => [
      `deleteUser(input: { id: "${user}", expectedVersion: 1 }) { user { id } }`,
      `updatePost(input: { id: "${b}", expectedVersion: 1, patch: { authorId: "${user}" } }) { post { id } }`,
      'authorId: there is no such User.',
    ],
  ],
  [
    'an owner',
    (_user: string, [a]: typeof posts) => [
      `deletePost(input: { id: "${a}", expectedVersion: 1 }) { post { id } }`,
      `createComment(input: { postId: "${a}", body: "C" }) { comment { id } }`,
      'postId: there is no such Post.',
    ],
  ],
] as const)(
  'What was looked up ahead, %s, is looked up again once something has been changed',
  async (_what, fieldsOf) => {
    const email = `${unlike}@acme.example`;
    const create = `mutation { createUser(input: { email: "${email}", displayName: "G", role: EDITOR }) { user { id } } }`;
    const { createUser } = dataOf<{ createUser: { user: { id: string } } }>(await server.graphql(create));
    const [first, second, message] = fieldsOf(createUser.user.id, posts);
    const { errors } = await server.graphql(`mutation { first: ${first} second: ${second} }`);
    expect(errors).toMatchObject([{ path: ['second'], message }]);
    // By itself it is right.
    dataOf(await server.graphql(`mutation { ${second} }`));
  },
);

it('What a change refers to is looked up once its record has been waited for', async () => {
  const email = `${unlike}@acme.example`;
  const create = `mutation { createUser(input: { email: "${email}", displayName: "G", role: EDITOR }) { user { id } } }`;
  const { createUser } = dataOf<{ createUser: { user: { id: string } } }>(await server.graphql(create));
  const { id } = createUser.user;
  const answer = await asSuperuser(server.database.superuserUrl, async (client) => {
    await client.query('begin');
    await client.query('select from post where id = $1 for share', [posts[0]]);
    const updated = update([posts[0], 1, `authorId: "${id}"`]);
    await eventually(async () => {
      const waiting = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
      expect((await client.query(waiting)).rowCount).toBe(1);
    });
    dataOf(await server.graphql(`mutation { deleteUser(input: { id: "${id}", expectedVersion: 1 }) { user { id } } }`));
    await client.query('commit');
    return updated;
  });
  expect(answer.errors).toMatchObject([{ path: ['u0'], message: 'authorId: there is no such User.' }]);
});

it('A deletion that is refused waits for nothing that it would have taken along', async () => {
  const create = `mutation { createComment(input: { postId: "${posts[0]}", body: "C" }) { comment { id } }
    createTag(input: { name: "T ${unlike}" }) { tag { id } } }`;
  const { createComment, createTag } = dataOf<{
    createComment: { comment: { id: string } };
    createTag: { tag: { id: string } };
  }>(await server.graphql(create));
  const codes = await asSuperuser(server.database.superuserUrl, async (client) => {
    await client.query('begin');
    await client.query('select from comment where id = $1 for update', [createComment.comment.id]);
    const deletion = (id: string, version: number) =>
      `deletePost(input: { id: "${id}", expectedVersion: ${version} }) { post { id } }`;
    const codes: unknown[] = [];
    for (const fields of [
      deletion(posts[0], 7),
      `a: ${deletion(posts[1], 7)} b: ${deletion(posts[0], 1)}`,
      `a: deleteTag(input: { id: "${createTag.tag.id}", expectedVersion: 7 }) { tag { id } } b: ${deletion(posts[0], 1)}`,
    ]) {
      const { errors } = await server.graphql(`mutation { ${fields} }`);
      codes.push(...errors.map(({ extensions }) => extensions.code));
    }
    await client.query('rollback');
    return codes;
  });
  expect(codes).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT']);
});

it('What an update links to is looked for once', async () => {
  const made = await server.graphql<{ createTag: { tag: { id: string } } }>(
    `mutation { createTag(input: { name: "T ${unlike}" }) { tag { id } } }`,
  );
  const { id } = dataOf(made).createTag.tag;
  const texts = await statementsDuring(async () => dataOf(await update([posts[0], 1, `tagIds: ["${id}"]`])));
  expect(texts.filter((text) => /living from "tag"/.test(text))).toHaveLength(1);
});

it('A record that one field changes and another makes a child of is locked to be changed from the beginning', async () => {
  const [a, b] = posts;
  const comment = `c: createComment(input: { postId: "${a}", body: "C" }) { comment { id } }`;
  const change = (id: string) =>
    `updatePost(input: { id: "${id}", expectedVersion: 1, patch: { title: "T" } }) { post { id } }`;
  for (const changes of [`a: ${change(a)} ${comment}`, `a: ${change(a)} b: ${change(b)} ${comment}`]) {
    const texts = await statementsDuring(async () => dataOf(await server.graphql(`mutation { ${changes} }`)));
    const first = texts.find((text) => /for (share|update)/.test(text));
    expect(first).toMatch(/for update/);
  }
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

const plainAnswer = '{ post { id key version title slug deletedAt } changeSet { id source reason } }';
const updating = (id: string, patch: string, version = 1) =>
  `updatePost(input: { id: "${id}", expectedVersion: ${version}, patch: { ${patch} } }) ${plainAnswer}`;
const creating = (slug: string, more = '') =>
  `createPost(input: { title: "New", slug: "${slug}", body: "B", ${more} }) ${plainAnswer}`;
const deleting = (id: string, version = 1) =>
  `deletePost(input: { id: "${id}", expectedVersion: ${version}, reason: "Gone." }) ${plainAnswer}`;
const commenting = (post: string, body: string) =>
  `createComment(input: { postId: "${post}", body: "${body}" }) { comment { id body version } }`;

// Either way: together where it can be, and beside something that has all of them made one by one; with how many statements
// write records in the first transaction of each, which are fewer where it went together.
it.each<[string, readonly [number, number], Fields]>([
  ['updates of values', [1, 2], ({ a, b }) => [updating(a, 'title: "One"'), updating(b, 'title: "Two", body: "C"')]],
  [
    'updates of references',
    [1, 2],
    ({ a, b, user }) => [updating(a, `authorId: "${user}"`), updating(b, `authorId: "${user}"`)],
  ],
  ['updates in no order of ids', [1, 2], ({ a, b }) => [updating(b, 'title: "Two"'), updating(a, 'title: "One"')]],
  [
    'a key that is taken and then given up',
    [1, 1],
    ({ a, b, slug }) => [updating(b, `slug: "a-${slug}"`), updating(a, `slug: "c-${slug}"`)],
  ],
  [
    'a key that is given up and then taken',
    [2, 2],
    ({ a, b, slug }) => [updating(a, `slug: "c-${slug}"`), updating(b, `slug: "a-${slug}"`)],
  ],
  [
    'a reference to nobody',
    [0, 1],
    ({ a, b }) => [updating(a, 'title: "One"'), updating(b, `authorId: "${randomUUID()}"`)],
  ],
  [
    'a reference that is none',
    [0, 0],
    ({ a, b }) => [updating(a, 'authorId: null'), updating(b, 'authorId: "nobody"')],
  ],
  [
    'creations',
    [1, 2],
    ({ slug, user }) => [creating(`1-${slug}`, `authorId: "${user}"`), creating(`2-${slug}`, 'status: PUBLISHED')],
  ],
  [
    'creations of several types',
    [2, 3],
    ({ a, b, slug }) => [commenting(b, 'One'), creating(`1-${slug}`), commenting(a, 'Two')],
  ],
  [
    'creations with links',
    [1, 2],
    ({ slug, tag }) => [creating(`1-${slug}`, 'tagIds: null'), creating(`2-${slug}`, `tagIds: ["${tag}", "${tag}"]`)],
  ],
  [
    'creations with a link to nothing',
    [0, 1],
    ({ slug, tag }) => [
      creating(`1-${slug}`, `tagIds: ["${tag}"]`),
      creating(`2-${slug}`, `tagIds: ["${randomUUID()}"]`),
    ],
  ],
  [
    'creations with more links than there may be',
    [1, 1],
    ({ slug }) => [
      creating(`1-${slug}`),
      creating(`2-${slug}`, `tagIds: ${JSON.stringify(Array.from({ length: 101 }, () => randomUUID()))}`),
    ],
  ],
  ['updates of links', [2, 2], ({ a, b, tag }) => [updating(a, `tagIds: ["${tag}"]`), updating(b, 'title: "Two"')]],
  ['creations under one key', [1, 2], ({ slug }) => [creating(`1-${slug}`), creating(`1-${slug}`)]],
  ['a creation under a key that is taken', [1, 2], ({ slug }) => [creating(`1-${slug}`), creating(`a-${slug}`)]],
  [
    'a creation for a record that is not there',
    [0, 1],
    ({ a }) => [commenting(a, 'One'), commenting(randomUUID(), 'Two')],
  ],
  ['deletions with what is owned', [2, 4], ({ a, b }) => [deleting(b), deleting(a)]],
  ['a deletion too late', [2, 2], ({ a, b }) => [deleting(b), deleting(a, 7)]],
  ['a deletion twice', [2, 2], ({ a }) => [deleting(a), deleting(a)]],
  ['a deletion and a creation under its key', [3, 3], ({ a, slug }) => [deleting(a), creating(`a-${slug}`)]],
])('Changes together leave what they leave one by one: %s', async (_what, writes, fields) => {
  const [together, apart] = [await outcome(fields, ''), await outcome(fields, '__typename')];
  expect(together.left).toEqual(apart.left);
  expect([together.writes, apart.writes]).toEqual(writes);
});

/** The newest change set, and the end of the log. */
interface Left {
  changeSets: { nodes: { id: string; versions: { nodes: object[] } }[] };
  auditLog: { nodes: { changeSet: { id: string } | null }[] };
}

/** What an operation of these fields answers and leaves, without what differs from round to round. */
async function outcome(fields: Fields, beside: string): Promise<{ left: unknown; writes: number }> {
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
  let answer: Answer<Record<string, unknown>> | undefined;
  const texts = await statementsDuring(async () => {
    answer = await server.graphql<Record<string, unknown>>(operation);
  });
  const { data, errors } = answer!;
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
  const first = texts.slice(
    0,
    texts.findIndex((text) => /^(commit|rollback)/.test(text)),
  );
  const whole = {
    answers: known(data && answers),
    errors: known(errors.map(({ message, path, extensions }) => ({ message, path, ...extensions, requestId: null }))),
    versions: byEntity(known(last.versions.nodes) as { entityType: string }[]),
    audit: byEntity(
      known(left.auditLog.nodes.filter(({ changeSet }) => changeSet?.id === last.id)) as { entityType: string }[],
    ),
  };
  return { left: whole, writes: first.filter((text) => /^(insert into|update) "(post|comment)"/.test(text)).length };
}

/** The records of an answer, by the names of its fields. */
function idsIn(answers: Readonly<Record<string, unknown>>): [string, string][] {
  return Object.entries(answers).flatMap(([name, payload]) =>
    Object.values(payload as Record<string, { id?: string } | null>).flatMap((record, n) =>
      record?.id ? [[`${name}.${n}`, record.id] as [string, string]] : [],
    ),
  );
}

/** Those of an entity as they come: between entities no order is promised. */
function byEntity(entries: { entityType: string }[]): object[] {
  return entries.toSorted((a, b) => a.entityType.localeCompare(b.entityType));
}
