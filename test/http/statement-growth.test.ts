import {
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isLeafType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { AuthChecker } from 'type-graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { authChecker } from '../../src/auth/access.js';
import { buildSchema } from '../../src/schema/build-schema.js';
import { dataOf } from '../support/graphql-client.js';
import { statementsDuring } from '../support/statements.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

const many = 50;

let server: TestServer;
let schema: GraphQLSchema;
let changed: string;

const each = (text: (n: number) => string) => Array.from({ length: many }, (_, n) => `a${n}: ${text(n)}`).join('\n');

beforeAll(async () => {
  server = await startTestServer({ settings: { MAX_COST: '1000000', MAX_ALIASES: '1000' } });
  schema = await buildSchema(authChecker as AuthChecker<never>);
  const authors = Object.values(server.organization.users);
  const tags = await ids(each((n) => `createTag(input: { name: "t${n}" }) { record: tag { id } }`));
  const posts = await ids(
    each(
      (n) =>
        `createPost(input: { title: "t", slug: "s${n}", body: "b", authorId: "${authors[n % 3]}", tagIds: ["${tags[n]}"] }) { record: post { id } }`,
    ),
  );
  await ids(
    each(
      (n) =>
        `createComment(input: { body: "b", postId: "${posts[n]}", authorId: "${authors[n % 3]}" }) { record: comment { id } }`,
    ),
  );
  const gone = await ids(each((n) => `createTag(input: { name: "gone${n}" }) { record: tag { id } }`));
  await ids(each((n) => `deleteTag(input: { id: "${gone[n]}", expectedVersion: 1 }) { record: tag { id } }`));
  changed = posts[0]!;
  const update = (n: number) =>
    `updatePost(input: { id: "${changed}", expectedVersion: ${n + 1}, patch: { title: "t${n}", authorId: "${authors[n % 3]}", tagIds: ["${tags[n]}"] } }) { record: post { id } }`;
  // In an operation each: their instants are as many.
  for (let n = 0; n < many; n++) await ids(update(n));
  dataOf(
    await server.graphql(
      `mutation { ${each((n) => `placeLegalHold(input: { id: "${posts[n]}", reason: "r" }) { legalHold { reason } }`)} }`,
    ),
  );
});

afterAll(() => server.stop());

async function ids(fields: string): Promise<string[]> {
  const data = dataOf<Record<string, { record: { id: string } }>>(await server.graphql(`mutation { ${fields} }`));
  return Object.values(data).map(({ record }) => record.id);
}

/** All that a type gives without being asked further, and of pages their items. */
function leaves(type: GraphQLObjectType, depth = 2): string {
  const fields = Object.values(type.getFields()).filter(({ args }) => !args.some(isRequiredArgument));
  const parts = fields.map((field) => {
    const below = getNamedType(field.type);
    if (isLeafType(below)) return field.name;
    return depth > 0 && ['nodes', 'pageInfo'].includes(field.name)
      ? `${field.name} { ${selection(below.name, depth - 1)} }`
      : '';
  });
  return parts.join(' ').trim() || '__typename';
}

function selection(name: string, depth?: number): string {
  const type = schema.getType(name);
  return isObjectType(type) ? leaves(type, depth) : '__typename';
}

/** Each field of what a list holds, alone. */
function fieldsOf(list: string): string[] {
  const node = getNamedType(schema.getQueryType()!.getFields()[list]!.type);
  const item = getNamedType((node as GraphQLObjectType).getFields()['nodes']!.type);
  const types = isAbstractType(item) ? schema.getPossibleTypes(item) : [item as GraphQLObjectType];
  // Of the one record whose history is asked for.
  const possible = list === 'history' ? types.filter(({ name }) => name === 'PostVersion') : types;
  return possible.flatMap((type) =>
    Object.values(type.getFields()).flatMap((field) =>
      belowField(field).map((below) => `... on ${type.name} { ${field.name} ${below} }`),
    ),
  );
}

/** What is asked below a field: all it gives by itself; of a record as it was each field alone, for it is of another instant. */
function belowField({ name, type }: GraphQLField<unknown, unknown>): string[] {
  const below = getNamedType(type);
  if (isLeafType(below)) return [''];
  if (name !== 'snapshot') return [`{ ${selection(below.name)} }`];
  return Object.values((below as GraphQLObjectType).getFields()).flatMap((field) =>
    belowField(field).map((further) => `{ ${field.name} ${further} }`),
  );
}

it('no field of what a list holds costs a statement more for each of it', async () => {
  const lists = ['posts', 'users', 'comments', 'tags', 'trash', 'auditLog', 'legalHolds', 'history', 'changeSets'];
  const grown: string[] = [];
  let asked = 0;
  for (const list of lists) {
    const id = list === 'history' ? `id: "${changed}", ` : '';
    for (const field of fieldsOf(list)) {
      const count = async (first: number) => {
        const query = `{ ${list}(${id}first: ${first}) { nodes { ${field} } } }`;
        // Once, for what is tried at first.
        await server.graphql(query);
        return (await statementsDuring(async () => dataOf(await server.graphql(query)))).length;
      };
      const [one, all] = [await count(1), await count(many)];
      asked += 1;
      if (all > one + 1) grown.push(`${list} { ${field} }: ${one} for 1, ${all} for ${many}`);
    }
  }
  expect(grown).toEqual([]);
  expect(asked).toBeGreaterThan(80);
});
