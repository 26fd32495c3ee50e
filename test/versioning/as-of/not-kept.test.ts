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

it('what retention has removed is never left out of an answer: whatever would need it is refused, and nothing else', async () => {
  const tag = (name: string) => make(`createTag(input: { name: "${name}" }) { made: tag { id } changeSet { id } }`);
  const rename = (id: string, version: number) =>
    make(
      `updateTag(input: { id: "${id}", expectedVersion: ${version}, patch: { name: "n${version}" } }) { made: tag { id } changeSet { id } }`,
    );
  const early = await make(
    'createPost(input: { title: "a", slug: "a", body: "" }) { made: post { id } changeSet { id } }',
  );
  const [trimmed, whole] = [await tag('trimmed'), await tag('whole')];
  const [, second] = [await rename(trimmed.id, 1), await rename(trimmed.id, 2)];
  await setRetention(server, { Tag: { historyVersions: 1 } });
  expect((await purgeExpired(server.orm)).trimmed).toBe(2);

  const codes = async (changeSet: string) => {
    const asOf = `asOf: { changeSet: "${changeSet}" }`;
    const fields = [
      `tag(id: "${trimmed.id}", ${asOf}) { name }`,
      `tag(id: "${whole.id}", ${asOf}) { name }`,
      `node(id: "${trimmed.id}", ${asOf}) { id }`,
      `tags(${asOf}) { totalCount }`,
      `posts(${asOf}) { nodes { tags { name } } }`,
      `posts(${asOf}) { nodes { title } }`,
      `trash(${asOf}) { totalCount }`,
      `trash(${asOf}, types: ["Post"]) { totalCount }`,
    ];
    const answers = await Promise.all(fields.map((field) => server.graphql(`{ ${field} }`)));
    return answers.map(({ errors }) => errors[0]?.extensions.code ?? 'answered');
  };
  expect(await codes(whole.changeSet)).toEqual([
    'BAD_USER_INPUT',
    'answered',
    'BAD_USER_INPUT',
    'BAD_USER_INPUT',
    'BAD_USER_INPUT',
    'answered',
    'BAD_USER_INPUT',
    'answered',
  ]);
  expect(new Set(await codes(second.changeSet))).toEqual(new Set(['answered']));
  // What was not there yet lacks nothing, whatever has been removed of it since.
  expect(new Set(await codes(early.changeSet))).toEqual(new Set(['answered']));

  const { errors } = await server.graphql(`{ tags(asOf: { changeSet: "${whole.changeSet}" }) { totalCount } }`);
  expect(errors[0]).toMatchObject({
    message: expect.stringMatching(/^asOf\.changeSet is older than what retention has kept; .* from \S+ on/) as string,
    extensions: { field: 'asOf.changeSet', from: expect.stringMatching(/Z$/) as string },
  });
  // What is the first that is kept removed what was right before it.
  const earlier = await server.graphql(`{ tags(asOf: { before: "${second.changeSet}" }) { totalCount } }`);
  expect(earlier.errors[0]).toMatchObject({
    message: expect.stringMatching(/^asOf\.before is older than what retention has kept; .* from \S+ on/) as string,
    extensions: { field: 'asOf.before', from: expect.stringMatching(/Z$/) as string },
  });
});
