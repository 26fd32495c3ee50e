import { readFileSync } from 'node:fs';
import { Client } from 'pg';
import { isInterfaceType, isObjectType, Kind, OperationTypeNode, parse, separateOperations } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OperationMeasure } from '../../src/http/limits/operation-measure.js';
import { readConfig } from '../../src/config.js';
import { buildSchema } from '../../src/schema/build-schema.js';
import { mostChanges } from '../../src/versioning/index.js';
import { dataOf } from '../support/graphql-client.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

const costOf = async (query: string) => {
  const { errors } = await server.graphql(query);
  return errors[0]?.extensions['size'];
};

describe('a list without pages', () => {
  it('is counted by what it can hold at most', async () => {
    const nested = '{ posts(first: 60) { nodes { author { posts(first: 60) { nodes { tags { id name } } } } } } }';
    // Of 60 posts the author, her 60 posts, and of each the list of tags: 20 times two fields.
    expect(await costOf(nested)).toBe(1 + 60 * (1 + 1 + 1 + 60 * (1 + 1 + 20 * 2)));
    const bare = `{ ${Array.from({ length: 40 }, (_, n) => `p${n}: posts(first: 30) { nodes { tags { id } } }`).join(' ')} }`;
    expect(await costOf(bare)).toBe(40 * (1 + 30 * (1 + 1 + 20)));
  });

  it('of changes is counted by the fields that a record has', async () => {
    const history = (first: number) =>
      `p: posts(first: 100) { nodes { history(first: ${first}) { nodes { changes { field before after redacted } } } } }`;
    // A post has eight, and its deletion is one.
    expect(await costOf(`{ ${history(10)} }`)).toBe(1 + 100 * (1 + 1 + 10 * (1 + 1 + 9 * 4)));
  });

  it('of changes says that it is one, wherever it stands', async () => {
    const types = Object.values((await buildSchema(() => true)).getTypeMap());
    const fields = types.flatMap((type) =>
      isObjectType(type) || isInterfaceType(type) ? Object.values(type.getFields()) : [],
    );
    const lists = fields.filter(({ type }) => String(type) === '[FieldChange!]!');
    expect(lists.length).toBeGreaterThan(3);
    expect(lists.map(({ extensions }) => extensions['ofFields'])).toEqual(lists.map(() => true));
  });
});

describe('what the SDK asks for', () => {
  const limits = readConfig({}).limits;
  const operations = parse(
    readFileSync(new URL('../../sdk/src/generated/operations.graphql', import.meta.url), 'utf8'),
  );
  const variables = { first: 100, input: {}, id: '1', changeSet: '1', from: 1, to: 2, version: 1 };
  const documents = Object.entries(separateOperations(operations));

  it.each(documents)(
    'is within the limits, on pages of 100 and in operations of 200 changes: %s',
    async (_name, document) => {
      const schema = await buildSchema(() => true);
      const changes = await mostChanges(server.orm.em.fork());
      const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)!;
      const root = schema.getRootType(operation.operation)!;
      const { cost, items } = new OperationMeasure(schema, document, variables, changes).of(
        operation.selectionSet,
        root,
      );
      const times = operation.operation === OperationTypeNode.MUTATION ? 200 : 1;
      expect(times * (cost + items)).toBeLessThanOrEqual(limits.cost);
    },
  );
});

describe('the links of a record', () => {
  let tags: string[];
  beforeAll(async () => {
    const create = Array.from({ length: 25 }, (_, n) => `t${n}: createTag(input: { name: "tag ${n}" }) { tag { id } }`);
    const created = dataOf(
      await server.graphql<Record<string, { tag: { id: string } }>>(`mutation { ${create.join(' ')} }`),
    );
    tags = Object.values(created).map(({ tag }) => tag.id);
  });

  const createPost = (slug: string, tagIds: string[]) =>
    server.graphql<{ createPost: { post: { id: string } } }>(
      `mutation ($tagIds: [ID!]) { createPost(input: { title: "T", slug: "${slug}", body: "B", tagIds: $tagIds }) { post { id } } }`,
      { tagIds },
    );
  const setTags = (id: string, expectedVersion: number, tagIds: string[]) =>
    server.graphql(
      `mutation ($id: ID!, $expectedVersion: Int!, $tagIds: [ID!]) {
        updatePost(input: { id: $id, expectedVersion: $expectedVersion, patch: { tagIds: $tagIds } }) { post { version } }
      }`,
      { id, expectedVersion, tagIds },
    );
  const refused = [
    { message: 'tagIds takes at most 20 ids.', extensions: { code: 'BAD_USER_INPUT', field: 'tagIds' } },
  ];

  it('are as many at most as the cost counts', async () => {
    expect((await createPost('twenty', tags.slice(0, 20))).errors).toEqual([]);
    expect((await createPost('more', tags.slice(0, 21))).errors).toMatchObject(refused);
  });

  it('that are more already, made by SQL, can be kept and taken away, and not be added to', async () => {
    const { createPost: created } = dataOf(await createPost('by-sql', []));
    const { id } = created.post;
    const client = new Client({ connectionString: server.database.superuserUrl });
    await client.connect();
    await client.query(`select set_config('app.tenant_id', $1, false)`, [server.organization.id]);
    await client.query('insert into post_tags (post_id, tag_id) select $1, unnest($2::uuid[])', [
      id,
      tags.slice(0, 24),
    ]);
    await client.end();
    expect((await setTags(id, 2, tags)).errors).toMatchObject(refused);
    expect((await setTags(id, 2, tags.slice(0, 24))).errors).toEqual([]);
    expect((await setTags(id, 2, tags.slice(0, 22))).errors).toEqual([]);
    expect((await setTags(id, 3, tags.slice(0, 23))).errors).toMatchObject(refused);
  });
});
