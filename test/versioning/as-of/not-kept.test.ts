import { afterAll, beforeAll, expect, it } from 'vitest';
import { purgeExpired } from '../../../src/database/tenants/purge-expired.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { setRetention } from '../retention/retention.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

async function make(field: string): Promise<{ id: string; changeSet: string }> {
  const { it: made } = dataOf(
    await server.graphql<{ it: { made: { id: string }; changeSet: { id: string } } }>(`mutation { it: ${field} }`),
  );
  return { id: made.made.id, changeSet: made.changeSet.id };
}

function microsecondBefore(moment: string): string {
  const [, whole, part] = /^(.*)\.(\d{6})Z$/.exec(moment)!;
  const earlier = new Date(Date.parse(`${whole}Z`) + (part === '000000' ? -1000 : 0)).toISOString().slice(0, 19);
  return `${earlier}.${String((Number(part) + 999_999) % 1_000_000).padStart(6, '0')}Z`;
}

it('what retention has removed is never left out of an answer: whatever would need it is refused, and nothing else', async () => {
  const tag = (name: string) => make(`createTag(input: { name: "${name}" }) { made: tag { id } changeSet { id } }`);
  const rename = (id: string, version: number) =>
    make(
      `updateTag(input: { id: "${id}", expectedVersion: ${version}, patch: { name: "n${version}" } }) { made: tag { id } changeSet { id } }`,
    );
  const post = (slug: string, tags: readonly string[]) =>
    make(
      `createPost(input: { title: "a", slug: "${slug}", body: "", tagIds: ${JSON.stringify(tags)} }) { made: post { id } changeSet { id } }`,
    );
  const move = (id: string, version: number, to: string) =>
    make(
      `updateComment(input: { id: "${id}", expectedVersion: ${version}, patch: { postId: "${to}" } }) { made: comment { id } changeSet { id } }`,
    );
  const early = await post('early', []);
  const [trimmed, whole] = [await tag('trimmed'), await tag('whole')];
  const [torn, sound, lone] = [
    await post('torn', [trimmed.id]),
    await post('sound', [whole.id]),
    await post('lone', [whole.id]),
  ];
  const comment = await make(
    `createComment(input: { postId: "${sound.id}", body: "c" }) { made: comment { id } changeSet { id } }`,
  );
  await move(comment.id, 1, torn.id);
  const [, second] = [await rename(trimmed.id, 1), await rename(trimmed.id, 2)];
  await setRetention(server, { Tag: { historyVersions: 1 }, Comment: { historyVersions: 1 } });
  expect((await purgeExpired(server.orm)).trimmed).toBe(3);

  const codes = async (changeSet: string) => {
    const asOf = `asOf: { changeSet: "${changeSet}" }`;
    const one = (of: { id: string }) => `post(id: "${of.id}", ${asOf})`;
    const fields = [
      `tag(id: "${trimmed.id}", ${asOf}) { name }`,
      `tag(id: "${whole.id}", ${asOf}) { name }`,
      `node(id: "${trimmed.id}", ${asOf}) { id }`,
      `tags(${asOf}) { totalCount }`,
      `posts(${asOf}) { nodes { tags { name } } }`,
      `posts(${asOf}, filter: { slug: { in: ["early", "sound", "lone"] } }) { nodes { tags { name } } }`,
      `${one(torn)} { tags { name } }`,
      `${one(sound)} { tags { name } }`,
      // Of a comment whose first versions are gone nobody knows where it was.
      `${one(torn)} { comments { totalCount } }`,
      `${one(sound)} { comments { totalCount } }`,
      `${one(lone)} { comments { totalCount } }`,
      `posts(${asOf}) { nodes { title } }`,
      `trash(${asOf}) { totalCount }`,
      `trash(${asOf}, types: ["Post"]) { totalCount }`,
      `node(id: "${torn.id}", ${asOf}) { ... on Post { tags { name } } }`,
      `node(id: "${sound.id}", ${asOf}) { ... on Post { tags { name } } }`,
    ];
    const answers = await Promise.all(fields.map((field) => server.graphql(`{ ${field} }`)));
    return answers.map(({ errors }, n) => [fields[n], errors[0]?.extensions.code ?? 'answered'] as const);
  };
  const refused = (answers: Awaited<ReturnType<typeof codes>>) =>
    answers.map(([, code], n) => (code === 'answered' ? null : n)).filter((n) => n !== null);
  const then = await codes(comment.changeSet);
  expect(new Set(then.map(([, code]) => code))).toEqual(new Set(['answered', 'BAD_USER_INPUT']));
  expect([then, refused(then)]).toEqual([then, [0, 2, 3, 4, 6, 8, 9, 12, 14]]);
  expect(refused(await codes(second.changeSet))).toEqual([]);
  // What was not there yet lacks nothing, whatever has been removed of it since.
  expect(refused(await codes(early.changeSet))).toEqual([]);

  const asked = (query: string) => server.graphql(`{ ${query} }`);
  const { errors } = await asked(`tags(asOf: { changeSet: "${whole.changeSet}" }) { totalCount }`);
  const outside = {
    message: expect.stringMatching(/^asOf\.changeSet is older than what retention has kept; .* from \S+ on/) as string,
    extensions: { field: 'asOf.changeSet', from: expect.stringMatching(/Z$/) as string },
  };
  expect(errors[0]).toMatchObject(outside);
  const ofTags = `post(id: "${torn.id}", asOf: { changeSet: "${torn.changeSet}" }) { tags { name } }`;
  expect((await asked(ofTags)).errors).toMatchObject([{ ...outside, path: ['post'] }]);
  // Beside a field that reads by itself nothing is known ahead, and it is no less refused.
  expect((await asked(`${ofTags} trash { totalCount }`)).errors).toMatchObject([{ ...outside, path: ['post'] }]);
  // The range that is told can be asked for, from its first microsecond on and to its last.
  const before = `before: "${second.changeSet}"`;
  for (const [field, asOf] of [
    ['tags($) { totalCount }', `changeSet: "${whole.changeSet}"`],
    [`tag(id: "${trimmed.id}", $) { name }`, `changeSet: "${trimmed.changeSet}"`],
    [`node(id: "${trimmed.id}", $) { id }`, `changeSet: "${trimmed.changeSet}"`],
    ['tags($) { totalCount }', before],
    [`tag(id: "${trimmed.id}", $) { name }`, before],
  ] as const) {
    const at = async (instant: string) => (await asked(field.replace('$', `asOf: { ${instant} }`))).errors;
    const { from, until } = (await at(asOf))[0]!.extensions as unknown as { from: string; until: string };
    expect([field, await at(`at: "${from}"`), await at(`at: "${until}"`)]).toEqual([field, [], []]);
    expect(await at(`at: "${microsecondBefore(from)}"`)).toMatchObject([{ extensions: { field: 'asOf.at', from } }]);
  }
  // What is the first that is kept removed what was right before it.
  for (const field of ['tags', `tag(id: "${trimmed.id}"`]) {
    const query = field === 'tags' ? 'tags(asOf: $) { totalCount }' : `${field}, asOf: $) { name }`;
    const earlier = await asked(query.replace('$', `{ before: "${second.changeSet}" }`));
    expect(earlier.errors[0]).toMatchObject({
      message: expect.stringMatching(/^asOf\.before is older than what retention has kept; .* from \S+ on/) as string,
      extensions: { field: 'asOf.before', from: expect.stringMatching(/Z$/) as string },
    });
  }
});

it('the range that is told is one of whatever the field may read at another instant, not only at the one that is refused', async () => {
  const made = (field: string, what: string) => make(`${field} { made: ${what} { id } changeSet { id } }`);
  const tag = (name: string) => made(`createTag(input: { name: "${name}" })`, 'tag');
  const rename = (id: string) =>
    made(`updateTag(input: { id: "${id}", expectedVersion: 1, patch: { name: "${id}" } })`, 'tag');
  const post = (slug: string, tag: string) =>
    made(`createPost(input: { title: "0", slug: "${slug}", body: "", tagIds: ["${tag}"] })`, 'post');
  const update = (id: string, version: number, patch: string) =>
    made(`updatePost(input: { id: "${id}", expectedVersion: ${version}, patch: { ${patch} } })`, 'post');
  const [sooner, later] = [await tag('trimmed sooner'), await tag('trimmed later')];
  const tagged = await post('tagged', sooner.id);
  const worn = await post('worn', later.id);
  for (const version of [1, 2]) await update(worn.id, version, `title: "${version}"`);
  await rename(sooner.id);
  await update(tagged.id, 1, `tagIds: ["${sooner.id}", "${later.id}"]`);
  const last = await rename(later.id);
  await setRetention(server, { Tag: { historyVersions: 1 }, Post: { historyVersions: 2 } });
  expect((await purgeExpired(server.orm)).trimmed).toBe(3);

  const errorsOf = async (query: string, asOf: string) =>
    (await server.graphql(`{ ${query.replace('$', `asOf: { ${asOf} }`)} }`)).errors;
  for (const [field, isRange] of [
    [`post(id: "${tagged.id}", $) { tags { name } }`, true],
    // At the first version that is kept of itself, its tag is lacking.
    [`post(id: "${worn.id}", $) { tags { name } }`, true],
    [`post(id: "${worn.id}", $) { author { id } }`, false],
    [`node(id: "${worn.id}", $) { ... on Post { tags { name } } }`, true],
    ['posts($) { nodes { tags { name } } }', true],
    ['tags($) { totalCount }', true],
    [`post(id: "${tagged.id}", $) { tags { name } } trash { totalCount }`, true],
  ] as const) {
    const [refused] = await errorsOf(field, `changeSet: "${worn.changeSet}"`);
    const { from, until } = refused!.extensions as unknown as { from: string; until: string };
    for (const moment of [from, until]) expect([field, await errorsOf(field, `at: "${moment}"`)]).toEqual([field, []]);
    const isLast = (await errorsOf(field, `before: "${last.changeSet}"`)).length > 0;
    expect([field, isLast]).toEqual([field, isRange]);
  }
});

it('the trash of a type is refused where what owns its records, or what they take along, is lacking', async () => {
  const made = (field: string, what: string) => make(`${field} { made: ${what} { id } changeSet { id } }`);
  /** @returns when a post was in the trash, with a comment that it took along: both are back since */
  const trashed = async (slug: string) => {
    const { id } = await made(`createPost(input: { title: "a", slug: "${slug}", body: "" })`, 'post');
    await made(`createComment(input: { postId: "${id}", body: "c" })`, 'comment');
    const { changeSet } = await made(`deletePost(input: { id: "${id}", expectedVersion: 1 })`, 'post');
    await made(`restorePost(input: { id: "${id}", expectedVersion: 2 })`, 'post');
    return changeSet;
  };
  const told = async (type: string, selection: string, changeSet: string) => {
    const trash = `trash(asOf: { changeSet: "${changeSet}" }, types: ["${type}"]) { ${selection} }`;
    const { data, errors } = await server.graphql<{ trash: unknown }>(`{ ${trash} }`);
    return errors[0]?.extensions.code ?? data!.trash;
  };
  const ofOwner = await trashed('owner');
  expect(await told('Comment', 'totalCount', ofOwner)).toEqual({ totalCount: 0 });
  await setRetention(server, { Post: { historyVersions: 1 } });
  await purgeExpired(server.orm);
  expect(await told('Comment', 'totalCount', ofOwner)).toBe('BAD_USER_INPUT');

  const ofOwned = await trashed('owned');
  const sizes = { nodes: [{ cascadeSize: 1 }] };
  expect(await told('Post', 'nodes { cascadeSize }', ofOwned)).toEqual(sizes);
  await setRetention(server, { Comment: { historyVersions: 1 } });
  await purgeExpired(server.orm);
  expect(await told('Post', 'nodes { cascadeSize }', ofOwned)).toBe('BAD_USER_INPUT');
  expect(await told('Post', 'totalCount', ofOwned)).toEqual({ totalCount: 1 });
});
