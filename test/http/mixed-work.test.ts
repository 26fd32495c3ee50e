import { sql } from 'kysely';
import { Arg, Authorized, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Tag } from '../../src/modules/demo/tag/tag.entity.js';
import type { VersioningContext } from '../../src/versioning/index.js';
import { dataOf } from '../support/graphql-client.js';
import { World } from '../conformance/world.js';

let runs = 0;

@Resolver()
class MixedResolver {
  /** Changes a tag by SQL of its own and then by the recorder. */
  @Authorized('WRITE')
  @Mutation(() => ID)
  async renameTwice(@Arg('id', () => ID) id: string, @Ctx() { changes, em }: VersioningContext): Promise<string> {
    runs += 1;
    await sql`update tag set name = name || ' by SQL', version = version + 1 where id = ${id}`.execute(em.getKysely());
    return (await changes!.update(Tag, id, 2, { name: 'recorded' })).id;
  }
}

let world: World;
beforeAll(async () => {
  world = await World.open({ additionalResolvers: [MixedResolver] });
});
afterAll(() => world.close());

it('A mutation that changes a record by SQL before it has it recorded is run a second time, and leaves no gap', async () => {
  const { id } = await world.of('Tag').create({ name: 'mixed' });
  dataOf(await world.send('mutation ($id: ID!) { renameTwice(id: $id) }', { id }));
  expect(runs).toBe(2);
  const { history } = await world.ask<{ history: { nodes: unknown[] } }>(
    'query ($id: ID!) { history(id: $id) { nodes { version changes { before after } } } }',
    { id },
  );
  expect(history.nodes).toEqual([
    { version: 3, changes: [{ before: 'mixed by SQL', after: 'recorded' }] },
    { version: 2, changes: [{ before: 'mixed', after: 'mixed by SQL' }] },
    { version: 1, changes: [{ before: null, after: 'mixed' }] },
  ]);
});
