import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { World } from '../conformance/world.js';

let world: World;
beforeAll(async () => {
  world = await World.open({});
});
afterAll(() => world.close());

let post: string;
let comments: string[];
beforeEach(async () => {
  ({ id: post } = await world.of('Post').create());
  comments = [];
  for (const body of ['one', 'two']) comments.push((await world.of('Comment').create({ body, postId: post })).id);
});

async function cascadeSize(): Promise<unknown> {
  const { trash } = await world.ask<{ trash: { nodes: { entity: { id: string }; cascadeSize: number }[] } }>(
    '{ trash(types: ["Post"], first: 1) { nodes { entity { id } cascadeSize } } }',
  );
  expect(trash.nodes[0]!.entity.id).toBe(post);
  return trash.nodes[0]!.cascadeSize;
}

it('The size of a deletion counts a record once, though one operation has taken it along twice', async () => {
  await world.ask(
    `mutation ($id: ID!) {
      first: deletePost(input: { id: $id, expectedVersion: 1 }) { post { id } }
      back: restorePost(input: { id: $id, expectedVersion: 2 }) { post { id } }
      second: deletePost(input: { id: $id, expectedVersion: 3 }) { post { id } }
    }`,
    { id: post },
  );
  expect(await cascadeSize()).toBe(2);
});

it('The size of a deletion leaves out what was restored elsewhere, or purged, since', async () => {
  await world.of('Post').delete(post, 1);
  expect(await cascadeSize()).toBe(2);
  const { id: elsewhere } = await world.of('Post').create();
  await world.of('Comment').restore(comments[0]!, 2, { postId: elsewhere });
  expect(await cascadeSize()).toBe(1);
  await world.of('Comment').purge(comments[1]!, 2);
  expect(await cascadeSize()).toBe(0);
  await world.of('Post').restore(post, 2);
  expect((await world.of('Comment').read(comments[0]!))?.state['postId']).toBe(elsewhere);
});
