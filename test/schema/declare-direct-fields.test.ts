import { type GraphQLField, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import {
  Authorized,
  createMethodMiddlewareDecorator,
  Field,
  FieldResolver,
  ObjectType,
  Query,
  Resolver,
  Root,
} from 'type-graphql';
import { beforeAll, expect, it } from 'vitest';
import { authChecker } from '../../src/auth/access.js';
import { buildSchema } from '../../src/schema/build-schema.js';

@ObjectType()
class Drawer {
  @Field()
  plain!: string;

  @Authorized('ADMINISTER')
  @Field()
  locked!: string;

  @(createMethodMiddlewareDecorator(async (_of, next) => `${await next()}!`) as unknown as PropertyDecorator)
  @Field()
  loud!: string;

  @Field()
  resolved!: string;

  @Field({ name: 'shown' })
  stored!: string;

  @Field()
  computed(): string {
    return 'computed';
  }
}

@Resolver(() => Drawer)
class DrawerResolver {
  @Query(() => Drawer)
  drawer(): Drawer {
    return new Drawer();
  }

  @FieldResolver(() => String)
  resolved(@Root() { plain }: Drawer): string {
    return `of ${plain}`;
  }
}

let schema: GraphQLSchema;
beforeAll(async () => {
  schema = await buildSchema(authChecker as never, [DrawerResolver]);
});

function field(type: string, name: string): GraphQLField<unknown, unknown> {
  return (schema.getType(type) as GraphQLObjectType).getFields()[name]!;
}

it.each(['locked', 'loud', 'resolved', 'shown', 'computed'])(
  'leaves to TypeGraphQL what it does at a field: %s',
  (name) => {
    expect(field('Drawer', name).resolve).toBeTypeOf('function');
  },
);

it('asks who reads a field that not everybody may read', async () => {
  const { resolve } = field('Drawer', 'locked');
  await expect(resolve!({ locked: 'secret' }, {}, {}, {} as never)).rejects.toThrow('This needs a bearer token');
});

it.each([
  ['Drawer', 'plain'],
  ['Post', 'id'],
  ['Post', 'title'],
  ['PostConnection', 'nodes'],
])('takes a plain property without TypeGraphQL: %s.%s', (type, name) => {
  expect(field(type, name).resolve).toBeUndefined();
});

it.each(['author', 'tags', 'comments'])(
  'resolves a derived field without a promise where it has been read ahead: %s',
  (name) => {
    const read = { items: [], has: 'been read' };
    const loaders = { records: { selected: () => read, linkedIds: () => ['a'], children: () => read } };
    const answer = field('Post', name).resolve!({ id: 'p', author: { id: 'a' } }, {}, { loaders }, {} as never);
    expect(answer).not.toBeInstanceOf(Promise);
  },
);
