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
    ];
    const answers = await Promise.all(fields.map((field) => server.graphql(`{ ${field} }`)));
    return answers.map(({ errors }, n) => [fields[n], errors[0]?.extensions.code ?? 'answered'] as const);
  };
  const refused = (answers: Awaited<ReturnType<typeof codes>>) =>
    answers.map(([, code], n) => (code === 'answered' ? null : n)).filter((n) => n !== null);
  const then = await codes(comment.changeSet);
  expect(new Set(then.map(([, code]) => code))).toEqual(new Set(['answered', 'BAD_USER_INPUT']));
  expect([then, refused(then)]).toEqual([then, [0, 2, 3, 4, 6, 8, 9, 12]]);
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
