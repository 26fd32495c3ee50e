import { Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, Resolver } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Versioned, VersionedEntity, VersionedResolver } from '../../src/versioning/index.js';
import { World } from '../conformance/world.js';

/** Its table is called as a type of PostgreSQL's own. */
@Versioned()
class Box extends VersionedEntity {
  @Field()
  @Property()
  @Unique()
  name!: string;
}

@Resolver(() => Box)
class BoxResolver extends VersionedResolver(Box) {}

let world: World;
beforeAll(async () => {
  world = await World.open({ additionalEntities: [Box], additionalResolvers: [BoxResolver] });
});
afterAll(() => world.close());

describe('An entity called as a type of PostgreSQL', () => {
  it('has conflicts, keys, a history and an audit log like any other', async () => {
    const boxes = world.of('Box');
    const { id } = await boxes.create({ name: 'one' });
    await boxes.update(id, 1, { name: 'two' });
    const stale = await boxes.refused('update', { id, expectedVersion: 1, patch: { name: 'three' } });
    expect(stale.extensions).toMatchObject({
      code: 'CONFLICT',
      conflicts: [{ field: 'name', base: 'one', theirs: 'two', yours: 'three' }],
    });
    const taken = await boxes.refused('create', { name: 'two' });
    expect(taken.extensions).toMatchObject({ code: 'ALREADY_EXISTS', field: 'name', conflictingId: id });
    const told = await world.ask<object>(
      `query ($id: ID!) {
        history(id: $id) { nodes { ... on BoxVersion { snapshot { name } } } }
        auditLog(filter: { entityId: $id }) { nodes { after } }
      }`,
      { id },
    );
    expect(told).toMatchObject({
      history: { nodes: [{ snapshot: { name: 'two' } }, { snapshot: { name: 'one' } }] },
      auditLog: { nodes: [{ after: { name: 'two' } }, { after: { name: 'one' } }] },
    });
  });
});
