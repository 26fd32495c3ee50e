import { afterAll, beforeAll, expect, it } from 'vitest';
import { purgeExpired } from '../../../src/database/tenants/purge-expired.js';
import { type AnswerError, dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { setRetention } from '../retention/retention.js';

type Type = 'Tag' | 'Post' | 'Comment';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const asked = <Data>(query: string) => server.graphql<Data>(`{ ${query} }`);

async function make(what: string, type: Type, input: string): Promise<string> {
  const record = type.toLowerCase();
  const made = await server.graphql<Record<string, Record<string, { id: string }>>>(
    `mutation { made: ${what}${type}(input: { ${input} }) { ${record} { id } } }`,
  );
  return dataOf(made)['made']![record]!.id;
}

const create = {
  tag: (name: string) => make('create', 'Tag', `name: "${name}"`),
  post: (slug: string, tags: readonly string[] = []) =>
    make('create', 'Post', `title: "0", slug: "${slug}", body: "", tagIds: ${JSON.stringify(tags)}`),
  comment: (on: string) => make('create', 'Comment', `postId: "${on}", body: "c"`),
};

const update = (type: Type, id: string, version: number, patch: string) =>
  make('update', type, `id: "${id}", expectedVersion: ${version}, patch: { ${patch} }`);

interface History {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly version: number } }[];
}

/** What is told below one version's snapshot, in each of the ways to ask for it: read ahead, and by fields that read by themselves. */
async function ways(type: Type, id: string, version: number, selection: string) {
  const { history } = dataOf(
    await asked<{ history: History }>(`history(id: "${id}") { edges { cursor node { version } } }`),
  );
  const newer = history.edges.find(({ node }) => node.version === version + 1);
  const page = `first: 1${newer ? `, after: "${newer.cursor}"` : ''}`;
  const snapshot = `... on ${type}Version { snapshot { ${selection} } }`;
  const listed = `history(id: "${id}", ${page}) { nodes { ${snapshot} } }`;
  const one = `version(id: "${id}", version: ${version}) { ${snapshot} }`;
  return Promise.all(
    [
      [listed, 'history.nodes.0.snapshot'],
      [
        `it: ${type.toLowerCase()}(id: "${id}") { history(${page}) { nodes { ${snapshot} } } }`,
        'it.history.nodes.0.snapshot',
      ],
      [`${listed} trash { totalCount }`, 'history.nodes.0.snapshot'],
      [one, 'version.snapshot'],
    ].map(async ([query, place]) => ({ ...(await asked<unknown>(query!)), query: query!, place: place! })),
  );
}

const at = (data: unknown, place: string) =>
  place.split('.').reduce((value, key) => (value as Record<string, unknown>)[key], data);

/** @returns what all ways tell */
async function told(type: Type, id: string, version: number, selection: string): Promise<unknown> {
  const answers = await ways(type, id, version, selection);
  const all = answers.map(({ query, errors, data, place }) => [query, errors, errors.length === 0 && at(data, place)]);
  expect(all).toEqual(all.map(([query]) => [query, [], all[0]![2]]));
  return all[0]![2];
}

/** @returns the error with which all ways refuse a field */
async function refusal(type: Type, id: string, version: number, selection: string): Promise<AnswerError> {
  const answers = await ways(type, id, version, selection);
  const field = /^\w+/.exec(selection)![0];
  for (const { query, errors, place } of answers) {
    expect([query, errors.map(({ path }) => path?.join('.'))]).toEqual([query, [`${place}.${field}`]]);
    expect(errors[0]).toMatchObject({
      message: expect.stringMatching(
        /^snapshot is older than what retention has kept of \w+; .* from \S+Z on until \S+Z\.$/,
      ) as string,
      extensions: {
        code: 'BAD_USER_INPUT',
        field: 'snapshot',
        from: expect.stringMatching(/Z$/) as string,
        until: expect.stringMatching(/Z$/) as string,
      },
    });
  }
  return answers[0]!.errors[0]!;
}

it('below the snapshots of versions, what retention has removed is refused, and all else is told exactly', async () => {
  const [worn, whole, gone] = [await create.tag('worn'), await create.tag('whole'), await create.tag('gone')];
  const read = await create.post('read');
  const [tagged, sound] = [await create.post('tagged', [worn, whole]), await create.post('sound', [whole])];
  const former = await create.post('former', [gone]);
  const [remark, mover] = [await create.comment(read), await create.comment(sound)];
  await update('Post', sound, 1, 'title: "1"');
  await update('Tag', worn, 1, 'name: "worn 2"');
  await make('delete', 'Tag', `id: "${gone}", expectedVersion: 1`);
  await update('Post', former, 1, 'title: "1"');
  await make('purge', 'Tag', `id: "${gone}", expectedVersion: 2`);
  await update('Tag', worn, 2, 'name: "worn 3"');
  await update('Comment', mover, 1, `postId: "${tagged}"`);
  await update('Post', tagged, 1, 'title: "1"');
  await update('Post', sound, 2, 'title: "2"');
  for (const version of [1, 2, 3, 4]) await update('Post', read, version, `title: "${version}"`);
  const reply = await create.comment(read);
  const ofOne = 'comments(first: 1) { totalCount pageInfo { endCursor } }';
  const page = (await told('Post', sound, 2, ofOne)) as { comments: { pageInfo: { endCursor: string } } };
  await setRetention(server, {
    Tag: { historyVersions: 1 },
    Post: { historyVersions: 3 },
    Comment: { historyVersions: 1 },
  });
  expect((await purgeExpired(server.orm)).trimmed).toBe(6);

  // Links.
  const ofTag = await refusal('Post', tagged, 1, 'tags { name }');
  expect(await told('Post', tagged, 2, 'tags { name }')).toEqual({ tags: [{ name: 'worn 3' }, { name: 'whole' }] });
  expect(await told('Post', sound, 1, 'tags { name }')).toEqual({ tags: [{ name: 'whole' }] });
  await refusal('Post', former, 1, 'tags { name }');
  expect(await told('Post', former, 2, 'tags { name }')).toEqual({ tags: [] });
  // References.
  const ofPost = await refusal('Comment', remark, 1, 'post { title }');
  expect(await told('Comment', reply, 1, 'post { title }')).toEqual({ post: { title: '4' } });
  // Beside one who asks as of the same instant, and is refused as a whole.
  const { version } = dataOf(
    await asked<{ version: { changeSet: { id: string } } }>(
      `version(id: "${remark}", version: 1) { changeSet { id } }`,
    ),
  );
  const instant = `asOf: { changeSet: "${version.changeSet.id}" }`;
  const { errors } = await asked(
    `history(id: "${remark}") { nodes { ... on CommentVersion { snapshot { post { title } } } } }
     comment(id: "${remark}", ${instant}) { post { title } }`,
  );
  expect(errors.map(({ path }) => path!.join('.')).toSorted()).toEqual(['comment', 'history.nodes.0.snapshot.post']);
  // Children: of a comment whose first version is gone nobody knows where it was, unless it was not there yet.
  expect(await told('Post', sound, 1, 'comments { totalCount }')).toEqual({ comments: { totalCount: 0 } });
  const ofComments = await refusal('Post', sound, 2, 'comments { totalCount }');
  await refusal('Post', sound, 2, `comments(after: "${page.comments.pageInfo.endCursor}") { totalCount }`);
  expect(await told('Post', sound, 3, 'comments { totalCount }')).toEqual({ comments: { totalCount: 0 } });
  expect(await told('Post', tagged, 2, 'comments { nodes { id } }')).toEqual({ comments: { nodes: [{ id: mover }] } });
  // The range that is told can be asked for, from its first microsecond on and to its last.
  for (const [field, { extensions }] of [
    [`post(id: "${tagged}", $) { tags { name } }`, ofTag],
    [`comment(id: "${remark}", $) { post { title } }`, ofPost],
    [`post(id: "${sound}", $) { comments { totalCount } }`, ofComments],
  ] as const) {
    for (const moment of [extensions['from'], extensions['until']] as string[]) {
      const { errors: refused } = await asked(field.replace('$', `asOf: { at: "${moment}" }`));
      expect([field, moment, refused]).toEqual([field, moment, []]);
    }
  }
});
