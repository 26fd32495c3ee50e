import { Property } from '@mikro-orm/decorators/legacy';
import { Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Versioned, VersionedEntity, VersionedResolver } from '../../../src/versioning/index.js';
import { World } from '../../conformance/world.js';

@Versioned()
class Recipe extends VersionedEntity {
  @Field()
  @Property()
  title!: string;

  @Field()
  @Property({ type: 'text' })
  steps!: string;
}

/** Answers a field that is stored by way of another that is. */
@Resolver(() => Recipe)
class RecipeResolver extends VersionedResolver(Recipe) {
  @FieldResolver(() => String)
  title(@Root() { title, steps }: Recipe): string {
    return `${title} in ${steps.split(',').length} steps`;
  }
}

let world: World;
beforeAll(async () => {
  world = await World.open({ additionalEntities: [Recipe], additionalResolvers: [RecipeResolver] });
});
afterAll(() => world.close());

it('a resolver of a stored field finds in the record what the operation does not select', async () => {
  const { id } = await world.of('Recipe').create({ title: 'Tea', steps: 'boil,pour,wait' });
  const told = await world.ask(
    'query ($id: ID!) { recipe(id: $id) { title } recipes { nodes { title } } node(id: $id) { ... on Recipe { title } } }',
    { id },
  );
  const title = 'Tea in 3 steps';
  expect(told).toEqual({ recipe: { title }, recipes: { nodes: [{ title }] }, node: { title } });
});
