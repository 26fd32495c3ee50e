import { MikroORM } from '@mikro-orm/postgresql';
import { getOperationAST, type GraphQLSchema, parse } from 'graphql';
import type { AuthChecker } from 'type-graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { authChecker } from '../../src/auth/access.js';
import { ormOptions } from '../../src/database/orm/mikro-orm.config.js';
import { operationShape } from '../../src/http/operation/operation-shape.js';
import { type BoundQuery, bindQuery } from '../../src/http/operation/prepared-queries.js';
import { buildSchema } from '../../src/schema/build-schema.js';
import { usedHeap } from '../support/used-heap.js';

const megabyte = 1024 * 1024;
const id = '01a21b0f-0000-7000-8000-000000000000';
const columns = ['id', 'title', 'version', 'status', 'slug', 'createdAt', 'updatedAt'];
const repeated = columns.map((name) => `${name} `.repeat(100)).join(' ');

/** Documents that differ from each other, of as many kinds as weigh by something else. */
const kinds: Readonly<Record<string, string>> = {
  'names alone': '__typename '.repeat(900),
  'a record that cannot be': `post(id: "x") { ${repeated} }`,
  'a record': `post(id: "${id}") { ${repeated} }`,
  'a list': `posts(first: 50) { nodes { id version title author { displayName } tags { name } } pageInfo { hasNextPage } }`,
  'lists in a list': `posts(first: 3) { nodes { id author { id } comments(first: 3) { totalCount nodes { body author { id } } } } }`,
  'what the schema tells':
    '__schema { types { name kind fields { name type { name ofType { name } } args { name } } } }',
};

let orm: MikroORM;
let schema: GraphQLSchema;
let asked = 0;
/** What is forgotten while others are measured is not freed. */
const held: BoundQuery[] = [];

beforeAll(async () => {
  orm = await MikroORM.init(ormOptions({ url: 'postgres://nobody@127.0.0.1:1/nothing', poolSize: 1 }));
  schema = await buildSchema(authChecker as AuthChecker<never>);
});

afterAll(async () => {
  held.length = 0;
  await orm.close();
});

async function prepare(selected: string, more = ''): Promise<BoundQuery> {
  const document = parse(`query Q${asked++} { ${selected} } ${more}`);
  const operation = getOperationAST(document)!;
  const variables = {};
  const shape = operationShape(schema, document, operation, variables);
  const request = { schema, document, operation, variables, coerced: variables, shape, orm };
  const bound = bindQuery(request as never, { organizationId: id });
  await bound!.query.execute({}, variables);
  return bound!;
}

it.each(Object.keys(kinds))('says of %s how much memory it takes', async (kind) => {
  for (let n = 0; n < 10; n++) held.push(await prepare(kinds[kind]!));
  let told = 0;
  const before = usedHeap();
  for (let n = 0; n < 60; n++) {
    const one = await prepare(kinds[kind]!);
    told += one.bytes;
    held.push(one);
  }
  const taken = usedHeap() - before;
  expect(told / taken).toBeGreaterThan(0.8);
  expect(told / taken).toBeLessThan(2.5);
});

it('keeps no more of different documents than there is room for', async () => {
  const before = usedHeap();
  for (let n = 0; n < 300; n++) await prepare(kinds['names alone']!);
  expect(usedHeap() - before).toBeLessThan(70 * megabyte);
});

it('keeps nothing that fragments in fragments make as large as no document is', async () => {
  const fragment = (n: number, below: string) =>
    `fragment F${n} on __Type { ${['ofType', 'interfaces', 'possibleTypes'].map((field) => `${field} { ${below} }`).join(' ')} }`;
  const fragments = Array.from({ length: 9 }, (_, n) => fragment(n, n === 8 ? 'name' : `...F${n + 1}`));
  expect((await prepare('__type(name: "Int") { ...F0 }', fragments.join(' '))).bytes).toBe(Infinity);
});
