import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import {
  buildSchema,
  extendSchema,
  type GraphQLSchema,
  lexicographicSortSchema,
  parse,
  print,
  validate,
} from 'graphql';
import { generate } from '@graphql-codegen/cli';
import { describe, expect, it } from 'vitest';
import config from '../../codegen.js';
import { writeApiModule } from '../../sdk/codegen/api-module.js';
import { deriveDocuments } from '../../sdk/codegen/documents.js';
import { buildSchema as serverSchema } from '../../src/schema/build-schema.js';
import { printedSchema } from '../../src/schema/print-schema.js';
import { testModules } from '../versioning/test-modules.js';

const run = promisify(execFile);
const root = new URL('../..', import.meta.url);

/** The schema with an entity more, one of whose fields has a name that another entity has with another type. */
async function schemaWithCategory(): Promise<GraphQLSchema> {
  const text = await readFile(new URL('schema.graphql', root), 'utf8');
  const fieldsOf = (name: string) => new RegExp(`^interface ${name} [^{]*{([^}]+)}`, 'm').exec(text)![1]!;
  const addition = `
    type Category implements Node & Versioned { ${fieldsOf('Versioned')} name: String  related: [Tag!]!  parent: Category }
    type CategoryVersion implements EntityVersion { ${fieldsOf('EntityVersion')} snapshot: Category! }
    type CategoryConnection { nodes: [Category!]!  pageInfo: PageInfo!  totalCount: Int! }
    type CategoryPayload { category: Category!  changeSet: ChangeSet }
    type MergeReport { into: Category!  tags: [Tag!]!  moved: Int! }
    input MergeCategoryInput { ids: [ID!]!  reason: String }
    input CreateCategoryInput { name: String  reason: String }
    extend type Query { category(id: ID!): Category  categories(first: Int, after: String): CategoryConnection! }
    extend type Mutation { createCategory(input: CreateCategoryInput!): CategoryPayload!
      closeCategory(input: CreateCategoryInput!): CategoryPayload!  mergeCategory(input: MergeCategoryInput!): MergeReport!
      countCategory(input: MergeCategoryInput!): Int!  sortCategory(by: String!): Boolean!  reindex: Boolean! }`;
  return lexicographicSortSchema(extendSchema(buildSchema(text), parse(addition)));
}

describe('code generation', () => {
  it('leaves no difference to what is committed', { tags: ['slow'] }, async () => {
    await run('npm', ['run', '--silent', 'codegen', '--', '--check'], { cwd: root });
  });

  it('gives a new entity its functions', async () => {
    const schema = await schemaWithCategory();
    const api = writeApiModule(schema, deriveDocuments(schema));
    expect(api).toMatch(
      / {4}categories: \{\n +page: .+\n +all: .+\n +get: .+\n +close: .+\n +count: .+\n +create: .+\n +merge: .+\n +sort: .+\n {4}\},/,
    );
    expect(api).toContain("field: 'createCategory', input: 'CreateCategoryInput!', fragment: 'CategoryPayloadFields'");
    expect(api).toContain('export type Category = g.CategoryFieldsFragment;');
    expect(api).toContain(
      "count: step(g.CountCategoryDocument, { field: 'countCategory', input: 'MergeCategoryInput!' })",
    );
    expect(api).toContain('sort: call.value(g.SortCategoryDocument, (data) => data.sortCategory)');
    expect(api).toContain('\n    reindex: call.value(');
  });

  it('asks for a record’s own values, for links with theirs, and for ids of other records', async () => {
    const schema = await schemaWithCategory();
    const text = print(deriveDocuments(schema)).replaceAll(/\s+/g, ' ');
    expect(text).toMatch(
      /fragment CategoryFields on Category \{ .+? name parent \{ id \} related \{ id name \} .+? \}/,
    );
    expect(text).toContain('query AllCategories($after: String, $first: Int)');
  });

  it('keeps fields of one name and different types apart where records of several types are answered', async () => {
    const schema = await schemaWithCategory();
    const document = deriveDocuments(schema);
    expect(validate(schema, document)).toEqual([]);
    const text = print(document);
    // node, trash, and the records under a legal hold: listed, placed and released.
    expect(text.match(/tagName: name/g)).toHaveLength(5);
    expect(text.match(/\bname: /g)).toBeNull();
  });

  it('knows every scalar that an entity can have, and places the operations of one’s own', async () => {
    const schema = printedSchema(await serverSchema(() => true, testModules.additionalResolvers));
    const files: { filename: string; content: string }[] = await generate({ ...config, schema, silent: true }, false);
    const [types, api] = ['graphql.ts', 'api.ts'].map(
      (name) => files.find(({ filename }) => filename.endsWith(`/${name}`))!.content,
    );
    for (const field of ['day: string', 'amount: string', 'big: string', 'instant: string', 'document: unknown']) {
      expect(types).toMatch(new RegExp(`^export type EveryTypeFieldsFragment = .*\\b${field}\\b`, 'm'));
    }
    expect(api).toMatch(/ {4}canvases: \{\n(?: {6}.+\n)* {6}sell: call.mutation\(g.SellCanvasDocument/);
  });
});
