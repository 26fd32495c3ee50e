import {
  buildSchema,
  type GraphQLEnumType,
  type GraphQLInputObjectType,
  type GraphQLObjectType,
  getNamedType,
  isEnumType,
  isNonNullType,
} from 'graphql';
import type { AuthChecker } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildSchema as schemaOf } from '../../../src/schema/build-schema.js';
import { printedSchema } from '../../../src/schema/print-schema.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { testModules } from '../test-modules.js';

interface Field {
  readonly name: string;
  readonly shownAs: string | null;
  readonly kind: string;
  readonly type: string;
  readonly isList: boolean;
  readonly isNullable: boolean;
  readonly isRequired: boolean;
  readonly default: unknown;
  readonly values: readonly string[] | null;
  readonly target: string | null;
  readonly isOwner: boolean;
  readonly isSensitive: boolean;
  readonly isUnique: boolean;
  readonly isFilterable: boolean;
  readonly orderField: string | null;
}

interface Type {
  readonly name: string;
  readonly singular: string;
  readonly plural: string;
  readonly label: string | null;
  readonly write: string;
  readonly fields: readonly Field[];
}

const query = `{ entityTypes { name singular plural label write fields {
  name shownAs kind type isList isNullable isRequired default values target isOwner isSensitive isUnique isFilterable orderField
} } }`;

let server: TestServer;
let types: readonly Type[];
const typeNamed = (name: string) => types.find((type) => type.name === name)!;
const fieldOf = (type: string, name: string) => typeNamed(type).fields.find((field) => field.name === name)!;

beforeAll(async () => {
  server = await startTestServer(testModules);
  const { VIEWER } = server.organization.tokens;
  ({ entityTypes: types } = dataOf(await server.graphql<{ entityTypes: Type[] }>(query, {}, VIEWER)));
});
afterAll(() => server.stop());

describe('entityTypes', () => {
  it('names what is versioned, how it is asked for, what it is called, and who may change it', () => {
    const described = types.map(({ name, singular, plural, label, write }) => ({
      name,
      singular,
      plural,
      label,
      write,
    }));
    expect(described).toEqual(
      expect.arrayContaining([
        { name: 'Comment', singular: 'comment', plural: 'comments', label: 'body', write: 'WRITE' },
        { name: 'Post', singular: 'post', plural: 'posts', label: 'title', write: 'WRITE' },
        { name: 'Tag', singular: 'tag', plural: 'tags', label: 'name', write: 'WRITE' },
        { name: 'User', singular: 'user', plural: 'users', label: 'displayName', write: 'ADMINISTER' },
        { name: 'EveryType', singular: 'everyType', plural: 'everyTypes', label: 'label', write: 'WRITE' },
      ]),
    );
    expect(types).toHaveLength(4 + testModules.additionalEntities.length);
    expect(described.map(({ name }) => name)).toEqual(described.map(({ name }) => name).toSorted());
  });

  it('tells kinds apart', () => {
    const kinds = Object.fromEntries(typeNamed('EveryType').fields.map(({ name, kind }) => [name, kind]));
    expect(kinds).toMatchObject({
      label: 'TEXT',
      text: 'DOCUMENT',
      instant: 'DATE_TIME',
      amount: 'DECIMAL',
      big: 'BIG_INTEGER',
      whole: 'INTEGER',
      real: 'FLOAT',
      flag: 'BOOLEAN',
      document: 'JSON',
      dictionary: 'JSON_OBJECT',
      color: 'ENUM',
      day: 'DATE',
      tagId: 'REFERENCE',
      labelIds: 'LINKS',
    });
    expect(fieldOf('Post', 'status')).toMatchObject({
      values: ['DRAFT', 'PUBLISHED', 'ARCHIVED'],
      default: 'DRAFT',
      isRequired: false,
      isUnique: false,
    });
    expect(fieldOf('Post', 'slug')).toMatchObject({ isUnique: true, isRequired: true, orderField: 'SLUG' });
    expect(fieldOf('User', 'email')).toMatchObject({ isUnique: true });
  });

  it('says which reference is the owner, and what no one can read', () => {
    const reference = { kind: 'REFERENCE', type: 'Post', target: 'Post', shownAs: 'post', isRequired: true };
    expect(fieldOf('Comment', 'postId')).toMatchObject({ ...reference, isOwner: true });
    expect(fieldOf('Comment', 'authorId')).toMatchObject({ isOwner: false, isNullable: true });
    const secret = { shownAs: null, isSensitive: true, isFilterable: false, orderField: null, isUnique: false };
    expect(fieldOf('User', 'password')).toMatchObject(secret);
    expect(types.flatMap(({ fields }) => fields).filter(({ isSensitive }) => isSensitive)).toHaveLength(1);
  });

  it('describes exactly the inputs, filters, orders and answers of the schema', async () => {
    const allowAll: AuthChecker<never> = () => true;
    const schema = buildSchema(printedSchema(await schemaOf(allowAll, testModules.additionalResolvers)));
    const fieldsOf = (name: string) => (schema.getType(name) as GraphQLInputObjectType | GraphQLObjectType).getFields();
    for (const { name, fields, singular, plural } of types) {
      const { reason: _, ...inputs } = fieldsOf(`Create${name}Input`) as ReturnType<
        GraphQLInputObjectType['getFields']
      >;
      expect(fields.map((field) => field.name).toSorted()).toEqual(Object.keys(inputs).toSorted());
      const combined = new Set(['and', 'or', 'not', 'createdAt', 'updatedAt']);
      const filters = Object.keys(fieldsOf(`${name}Filter`)).filter((filter) => !combined.has(filter));
      expect(
        fields
          .filter(({ isFilterable }) => isFilterable)
          .map((field) => field.name)
          .toSorted(),
      ).toEqual(filters);
      const orders = (schema.getType(`${name}OrderField`) as GraphQLEnumType).getValues().map((value) => value.name);
      const ordered = fields.flatMap(({ orderField }) => orderField ?? []);
      expect([...ordered, 'CREATED_AT', 'UPDATED_AT'].toSorted()).toEqual(orders.toSorted());
      expect(Object.keys(schema.getQueryType()!.getFields())).toEqual(expect.arrayContaining([singular, plural]));
      const described = fields.map(({ name: field, shownAs, type, target, isRequired, values }) => ({
        field,
        isRequired,
        values: values?.toSorted() ?? null,
        written: target === null ? type : 'ID',
        shown: shownAs === null ? null : type,
      }));
      const declared = fields.map(({ name: field, shownAs }) => {
        const { type } = inputs[field]!;
        const named = getNamedType(type);
        return {
          field,
          isRequired: isNonNullType(type),
          values: isEnumType(named)
            ? named
                .getValues()
                .map((value) => value.name)
                .toSorted()
            : null,
          written: named.name,
          shown: shownAs === null ? null : getNamedType(fieldsOf(name)[shownAs]!.type).name,
        };
      });
      expect(described).toEqual(declared);
    }
  });

  it('is for those who have signed in', async () => {
    const { errors } = await server.graphql(query, {}, null);
    expect(errors[0]).toMatchObject({ extensions: { code: 'UNAUTHENTICATED' } });
  });
});
