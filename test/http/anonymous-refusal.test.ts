import { execute, getOperationAST, type GraphQLSchema, parse } from 'graphql';
import type { AuthChecker } from 'type-graphql';
import { beforeAll, expect, it } from 'vitest';
import { authChecker } from '../../src/auth/access.js';
import { anonymousRefusal } from '../../src/http/operation/anonymous-refusal.js';
import { buildSchema } from '../../src/schema/build-schema.js';

let schema: GraphQLSchema;

beforeAll(async () => {
  schema = await buildSchema(authChecker as AuthChecker<never>);
});

const deletion = (name: string) => `${name}: deletePost(input: { id: "x", expectedVersion: 1 }) { post { id } }`;

it.each([
  `mutation { ${deletion('a')} ${deletion('b')} }`,
  '{ post(id: "x") { id } post(id: "x") { title } }',
  '{ a: post(id: "x") { id } b: post(id: "x") { id } }',
  '{ posts { totalCount } users { totalCount } post(id: "x") { id } }',
  '{ post(id: "x") { id } posts { totalCount } a: post(id: "x") { id } posts { nodes { id } } }',
])('refuses nobody known as executing it does: %s', async (query) => {
  const document = parse(query);
  const executed = await execute({ schema, document, contextValue: {} });
  expect(executed.errors).not.toEqual([]);
  const refusal = anonymousRefusal(schema, getOperationAST(document)!, {} as never);
  expect(JSON.parse(JSON.stringify(refusal))).toEqual(JSON.parse(JSON.stringify(executed)));
});
