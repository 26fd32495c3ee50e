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
import { describe, expect, it } from 'vitest';
import { writeApiModule } from '../../sdk/codegen/api-module.js';
import { deriveDocuments } from '../../sdk/codegen/documents.js';

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
    input CreateCategoryInput { name: String  reason: String }
    extend type Query { category(id: ID!): Category  categories(first: Int, after: String): CategoryConnection! }
    extend type Mutation { createCategory(input: CreateCategoryInput!): CategoryPayload! }`;
  return lexicographicSortSchema(extendSchema(buildSchema(text), parse(addition)));
}

describe('code generation', () => {
  it('leaves no difference to what is committed', async () => {
    await run('npm', ['run', '--silent', 'codegen', '--', '--check'], { cwd: root });
  });

  it('gives a new entity its functions', async () => {
    const schema = await schemaWithCategory();
    const api = writeApiModule(schema, deriveDocuments(schema));
    expect(api).toMatch(/ {4}categories: \{\n +page: .+\n +all: .+\n +get: .+\n +create: .+\n {4}\},/);
    expect(api).toContain("field: 'createCategory', input: 'CreateCategoryInput!', fragment: 'CategoryPayloadFields'");
    expect(api).toContain('export type Category = g.CategoryFieldsFragment;');
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
});
