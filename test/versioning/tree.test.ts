import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Records } from '../conformance/records.js';
import { World } from '../conformance/world.js';
import { Branch } from './branch.entity.js';
import { BranchResolver } from './branch.resolver.js';

let world: World;
let branches: Records;
beforeAll(async () => {
  world = await World.open({ additionalEntities: [Branch], additionalResolvers: [BranchResolver] });
  branches = world.of('Branch');
});
afterAll(() => world.close());

/** A chain of branches, each below the one before. */
async function chain(length: number): Promise<string[]> {
  const ids: string[] = [];
  for (let n = 0; n < length; n++) {
    ids.push((await branches.create({ name: `branch ${n}`, parentId: ids.at(-1) ?? null })).id);
  }
  return ids;
}

const refusal = { code: 'BAD_USER_INPUT', field: 'parentId' };

describe('A record that owns its own kind', () => {
  it('cannot be put below itself, nor below what is below it', async () => {
    const ids = await chain(4);
    for (const parentId of ids) {
      const { extensions, message } = await branches.refused('update', {
        id: ids[0]!,
        expectedVersion: 1,
        patch: { parentId },
      });
      expect(extensions).toMatchObject(refusal);
      expect(message).toBe('parentId: a Branch cannot belong to itself or to what belongs to it.');
    }
    await branches.update(ids[3]!, 1, { parentId: ids[1] });
    expect(
      (await branches.refused('update', { id: ids[1]!, expectedVersion: 1, patch: { parentId: ids[3] } })).message,
    ).toMatch(/cannot belong/);
  });

  it('cannot be reverted or restored to where it would be', async () => {
    const [a, b] = (await chain(2)) as [string, string];
    await branches.update(b, 1, { parentId: null });
    await branches.update(a, 1, { parentId: b });
    expect((await branches.refused('revert', { id: b, expectedVersion: 2, toVersion: 1 })).extensions).toMatchObject(
      refusal,
    );
    const [c, d] = (await chain(2)) as [string, string];
    await branches.delete(c, 1);
    const input = { id: c, expectedVersion: 2, patch: { parentId: d } };
    expect((await branches.refused('restore', input)).extensions).toMatchObject(refusal);
    expect(await branches.restore(c, 2)).toMatchObject({ version: 3 });
  });

  it('cannot be put there by several fields of one operation', async () => {
    const [a, b] = [await chain(1), await chain(1)].flat() as [string, string];
    const answer = await world.send(
      `mutation ($a: ID!, $b: ID!) {
        first: updateBranch(input: { id: $a, expectedVersion: 1, patch: { parentId: $b } }) { branch { id } }
        second: updateBranch(input: { id: $b, expectedVersion: 1, patch: { parentId: $a } }) { branch { id } }
      }`,
      { a, b },
    );
    expect(answer.errors[0]!.extensions).toMatchObject(refusal);
    expect(await branches.read(a)).toMatchObject({ version: 1, state: { parentId: null } });
  });

  it('cannot be put there by two who do not see each other, however far apart', { tags: ['slow'] }, async () => {
    for (let round = 0; round < 15; round++) {
      const [left, right] = [await chain(3), await chain(3)] as [string[], string[]];
      const move = (id: string, parentId: string) =>
        branches.send('update', { id, expectedVersion: 1, patch: { parentId } });
      const answers = await Promise.all([move(left[0]!, right[2]!), move(right[0]!, left[2]!)]);
      const codes = answers.map(({ errors }) => errors[0]?.extensions.code ?? 'moved').toSorted();
      expect(codes).toEqual(['BAD_USER_INPUT', 'moved']);
    }
  });

  it('is deleted and restored whole though SQL has made a ring of it', async () => {
    const ids = (await chain(3)) as [string, string, string];
    await world.rows('update branch set parent_id = $2, version = version + 1 where id = $1', [ids[0], ids[2]]);
    await branches.delete(ids[1], 1);
    expect(await Promise.all(ids.map((id) => branches.read(id)))).toEqual([null, null, null]);
    const { trash } = await world.ask<{ trash: { nodes: { cascadeSize: number }[] } }>(
      '{ trash(first: 1) { nodes { cascadeSize } } }',
    );
    expect(trash.nodes).toEqual([{ cascadeSize: 2 }]);
  });
});
