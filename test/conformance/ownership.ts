import { expect } from 'vitest';
import { type Changed, type Records, withoutChangeSet } from './records.js';
import type { Requirement } from './requirement.js';
import type { Subject } from './subject.js';

const owns = ({ owned }: Subject) => owned.length > 0;
const isOwned = ({ fields }: Subject) => fields.some(({ owner }) => owner);

/** Deletion and restoration of a record with the children that it owns. */
export const ownership: Requirement[] = [
  {
    id: 'O-01',
    sentence: 'MUST delete owned children with their owner, each with a version of its own, in one change set',
    appliesTo: owns,
    async check(records) {
      const { owner, children } = await family(records);
      const { changeSet } = await records.delete(owner.id, 1);
      for (const { records: siblings, taken } of children) {
        expect(await siblings.read(taken.id)).toBeNull();
        expect(await siblings.read(taken.id, 'ONLY')).toMatchObject({ version: 2, state: taken.state });
      }
      const deleted = [owner.id, ...children.map(({ taken }) => taken.id)];
      expect(await versionsIn(records, changeSet)).toEqual(deleted.toSorted());
      expect(await cascadeSize(records, owner.id)).toBe(children.length);
    },
  },
  {
    id: 'O-02',
    sentence: 'MUST restore exactly the rows of that deletion: a child deleted on its own before stays deleted',
    appliesTo: owns,
    async check(records) {
      const { owner, children } = await family(records);
      await records.delete(owner.id, 1);
      const { changeSet } = await records.restore(owner.id, 2);
      for (const { records: siblings, list, taken, goneBefore } of children) {
        expect(await siblings.read(taken.id)).toMatchObject({ version: 3, deletedAt: null, state: taken.state });
        expect(await siblings.read(goneBefore.id)).toBeNull();
        expect(await siblings.read(goneBefore.id, 'ONLY')).toMatchObject({ version: 2 });
        expect(await listed(records, owner.id, list)).toEqual([taken.id]);
        expect(await listed(records, owner.id, list, 'ONLY')).toEqual([goneBefore.id]);
        expect(await listed(records, owner.id, list, 'INCLUDE')).toEqual([goneBefore.id, taken.id].toSorted());
      }
      const restored = [owner.id, ...children.map(({ taken }) => taken.id)];
      expect(await versionsIn(records, changeSet)).toEqual(restored.toSorted());
    },
  },
  {
    id: 'O-03',
    sentence: 'MUST not bring back, with its owner, a child that was deleted on its own in the same operation',
    appliesTo: owns,
    async check(records) {
      const { owner, children } = await family(records);
      const [{ records: siblings, taken }] = children as [Child];
      const { one: child, type: Child } = siblings.subject;
      const { one: parent, type: Parent } = records.subject;
      await records.world.ask(
        `mutation ($child: Delete${Child}Input!, $parent: Delete${Parent}Input!) {
          child: delete${Child}(input: $child) { ${child} { id } }
          parent: delete${Parent}(input: $parent) { ${parent} { id } }
        }`,
        { child: { id: taken.id, expectedVersion: 1 }, parent: { id: owner.id, expectedVersion: 1 } },
      );
      await records.restore(owner.id, 2);
      expect(await siblings.read(taken.id)).toBeNull();
      expect(await siblings.restore(taken.id, 2)).toMatchObject({ version: 3, state: taken.state });
    },
  },
  {
    id: 'O-04',
    sentence: 'MUST refuse to restore a child under a deleted owner, and say which',
    appliesTo: isOwned,
    async check(records) {
      const { state, id } = await records.create();
      const { name, target } = records.subject.fields.find(({ owner }) => owner)!;
      const owner = state[name] as string;
      await records.delete(id, 1);
      await records.world.of(target!).delete(owner, 1);
      const error = await records.refused('restore', { id, expectedVersion: 2 });
      expect(error.extensions).toMatchObject({
        code: 'CONFLICT',
        entityType: records.subject.type,
        id,
        blockedBy: { entityType: target, id: owner },
      });
      await records.world.of(target!).restore(owner, 2);
      expect(await records.restore(id, 2)).toMatchObject({ version: 3, state });
    },
  },
  {
    id: 'O-05',
    sentence: 'MUST settle, by a patch of the restore, an owner that is deleted',
    appliesTo: isOwned,
    async check(records) {
      const { state, id } = await records.create();
      const { name, target } = records.subject.fields.find(({ owner }) => owner)!;
      await records.world.of(target!).delete(state[name] as string, 1);
      const other = await records.world.target(target!);
      const restored = await records.restore(id, 2, { [name]: other });
      expect(restored).toMatchObject({ version: 3, deletedAt: null, state: { ...state, [name]: other } });
    },
  },
  {
    id: 'O-06',
    sentence: 'MUST refuse a child under a deleted owner',
    appliesTo: isOwned,
    async check(records) {
      const values = await records.world.sample(records.subject);
      const { name, target } = records.subject.fields.find(({ owner }) => owner)!;
      await records.world.of(target!).delete(values[name] as string, 1);
      const error = await records.refused('create', values);
      expect(error.extensions).toMatchObject({ code: 'NOT_FOUND', field: name });
    },
  },
  {
    id: 'O-07',
    sentence: 'MUST keep what a record merely refers to, and what merely refers to it, when it is deleted',
    appliesTo: ({ lists, owned }) => lists.length > owned.length,
    async check(records) {
      const { id } = await records.create();
      const { owned } = records.subject;
      for (const { child, field, list } of records.subject.lists.filter((relation) => !owned.includes(relation))) {
        const others = records.world.of(child);
        const holder = await others.create({ ...(await records.world.sample(others.subject)), [field]: id });
        expect(await listed(records, id, list)).toEqual([holder.id]);
        await records.delete(id, 1);
        expect(await others.read(holder.id)).toEqual(withoutChangeSet(holder));
      }
    },
  },
];

interface Child {
  readonly records: Records;
  readonly list: string;
  /** Living when the owner is deleted. */
  readonly taken: Changed;
  /** Deleted on its own before. */
  readonly goneBefore: Changed;
}

/** A record with, of each kind that it owns, a living child and a deleted one. */
async function family(records: Records): Promise<{ owner: Changed; children: Child[] }> {
  const owner = await records.create();
  const children: Child[] = [];
  for (const { child, field, list } of records.subject.owned) {
    const siblings = records.world.of(child);
    const create = async () =>
      siblings.create({ ...(await records.world.sample(siblings.subject)), [field]: owner.id });
    const taken = await create();
    const goneBefore = await create();
    await siblings.delete(goneBefore.id, 1);
    children.push({ records: siblings, list, taken, goneBefore });
  }
  return { owner, children };
}

async function listed({ world, subject }: Records, id: string, list: string, deleted = 'EXCLUDE'): Promise<string[]> {
  const { owner } = await world.ask<{ owner: { list: { totalCount: number; nodes: { id: string }[] } } }>(
    `query ($id: ID!) { owner: ${subject.one}(id: $id, deleted: INCLUDE) {
      list: ${list}(deleted: ${deleted}) { totalCount nodes { id } }
    } }`,
    { id },
  );
  expect(owner.list.totalCount).toBe(owner.list.nodes.length);
  return owner.list.nodes.map((node) => node.id).toSorted();
}

async function versionsIn({ world }: Records, changeSet: string | null): Promise<string[]> {
  const answer = await world.ask<{ changeSet: { versions: { nodes: { entityId: string }[] } } }>(
    'query ($id: ID!) { changeSet(id: $id) { versions { nodes { entityId } } } }',
    { id: changeSet },
  );
  return answer.changeSet.versions.nodes.map(({ entityId }) => entityId).toSorted();
}

async function cascadeSize({ world, subject }: Records, id: string): Promise<number> {
  const { trash } = await world.ask<{ trash: { nodes: { entity: { id: string }; cascadeSize: number }[] } }>(
    'query ($types: [String!]) { trash(types: $types) { nodes { entity { id } cascadeSize } } }',
    { types: [subject.type] },
  );
  return trash.nodes.find(({ entity }) => entity.id === id)!.cascadeSize;
}
