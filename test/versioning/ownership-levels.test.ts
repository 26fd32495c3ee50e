import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Changed, Records } from '../conformance/records.js';
import { World } from '../conformance/world.js';
import { testModules } from './test-modules.js';

let world: World;
let floors: Records;
let rooms: Records;
let desks: Records;

beforeAll(async () => {
  world = await World.open(testModules);
  [floors, rooms, desks] = ['Floor', 'Room', 'Desk'].map((type) => world.of(type)) as [Records, Records, Records];
});
afterAll(() => world.close());

/** A floor with two rooms of two desks each. */
interface Building {
  floor: Changed;
  rooms: [Changed, Changed];
  desks: [Changed, Changed, Changed, Changed];
}

let building: Building;
beforeEach(async () => {
  const floor = await floors.create();
  const room = (name: string) => rooms.create({ name, floorId: floor.id });
  const desk = ({ id }: Changed, label: string) => desks.create({ label, roomId: id });
  const left = await room('left');
  const right = await room('right');
  building = {
    floor,
    rooms: [left, right],
    desks: [await desk(left, 'one'), await desk(left, 'two'), await desk(right, 'three'), await desk(right, 'four')],
  };
});

/** The names of what lives in the building. */
async function living(): Promise<string[]> {
  const { rooms: foundRooms, desks: foundDesks } = await world.ask<Record<string, { nodes: Record<string, string>[] }>>(
    `query ($floor: ID!, $rooms: [ID!]) {
      rooms(filter: { floorId: { eq: $floor } }) { nodes { name } }
      desks(filter: { roomId: { in: $rooms } }) { nodes { label } }
    }`,
    { floor: building.floor.id, rooms: building.rooms.map(({ id }) => id) },
  );
  return [...foundRooms!.nodes.map(({ name }) => name!), ...foundDesks!.nodes.map(({ label }) => label!)].toSorted();
}

const everything = ['four', 'left', 'one', 'right', 'three', 'two'];

describe('A deletion through three levels', () => {
  it('takes everything along, and its restoration brings everything back, in one change set each', async () => {
    const { floor } = building;
    const deleted = await floors.delete(floor.id, 1);
    expect(await living()).toEqual([]);
    const restored = await floors.restore(floor.id, 2);
    expect(await living()).toEqual(everything);
    const sets = await world.rows(
      `select change_set_id as id, operation, count(*)::int as versions, count(cause_id)::int as taken
      from entity_version where change_set_id = any ($1::uuid[]) group by 1, 2 order by 2`,
      [[deleted.changeSet, restored.changeSet]],
    );
    expect(sets).toEqual([
      { id: deleted.changeSet, operation: 'DELETE', versions: 7, taken: 6 },
      { id: restored.changeSet, operation: 'RESTORE', versions: 7, taken: 6 },
    ]);
  });

  it('says in the trash how much it took along, and lists nothing of that', async () => {
    await floors.delete(building.floor.id, 1);
    const { trash } = await world.ask<{ trash: { nodes: { entity: { id: string }; cascadeSize: number }[] } }>(
      '{ trash { nodes { entity { id } cascadeSize } } }',
    );
    expect(trash.nodes[0]).toEqual({ entity: { id: building.floor.id }, cascadeSize: 6 });
    const taken = new Set([...building.rooms, ...building.desks].map(({ id }) => id));
    expect(trash.nodes.filter(({ entity }) => taken.has(entity.id))).toEqual([]);
  });

  it('leaves deleted what was deleted on its own before, on every level', async () => {
    const {
      floor,
      rooms: [left],
      desks: [one, , three],
    } = building;
    await desks.delete(one.id, 1);
    await desks.delete(three.id, 1);
    await rooms.delete(left.id, 1);
    await floors.delete(floor.id, 1);
    await floors.restore(floor.id, 2);
    expect(await living()).toEqual(['four', 'right']);
    await rooms.restore(left.id, 2);
    expect(await living()).toEqual(['four', 'left', 'right', 'two']);
    await desks.restore(one.id, 2);
    await desks.restore(three.id, 2);
    expect(await living()).toEqual(everything);
  });

  it('tells the deletions of one operation apart', async () => {
    const {
      floor,
      rooms: [left],
      desks: [one],
    } = building;
    await world.ask(
      `mutation ($one: ID!, $left: ID!, $floor: ID!) {
        deleteDesk(input: { id: $one, expectedVersion: 1 }) { desk { id } }
        deleteRoom(input: { id: $left, expectedVersion: 1 }) { room { id } }
        deleteFloor(input: { id: $floor, expectedVersion: 1 }) { floor { id } }
      }`,
      { one: one.id, left: left.id, floor: floor.id },
    );
    expect(await living()).toEqual([]);
    await floors.restore(floor.id, 2);
    expect(await living()).toEqual(['four', 'right', 'three']);
    await rooms.restore(left.id, 2);
    expect(await living()).toEqual(['four', 'left', 'right', 'three', 'two']);
    await desks.restore(one.id, 2);
    expect(await living()).toEqual(everything);
  });

  it('is undone by the latest restoration alone, however often it happens', async () => {
    const {
      floor,
      rooms: [, right],
    } = building;
    await floors.delete(floor.id, 1);
    await floors.restore(floor.id, 2);
    await rooms.delete(right.id, 3);
    await floors.delete(floor.id, 3);
    await floors.restore(floor.id, 4);
    expect(await living()).toEqual(['left', 'one', 'two']);
    expect(await rooms.restore(right.id, 4)).toMatchObject({ version: 5 });
    expect(await living()).toEqual(everything);
  });

  it('blocks the restoration of everything below it, and says what blocks', async () => {
    const {
      floor,
      rooms: [left],
      desks: [one],
    } = building;
    await floors.delete(floor.id, 1);
    const room = await rooms.refused('restore', { id: left.id, expectedVersion: 2 });
    expect(room.extensions).toMatchObject({ code: 'CONFLICT', blockedBy: { entityType: 'Floor', id: floor.id } });
    const desk = await desks.refused('restore', { id: one.id, expectedVersion: 2 });
    expect(desk.extensions).toMatchObject({ code: 'CONFLICT', blockedBy: { entityType: 'Room', id: left.id } });
  });

  it('lets a room be restored to another floor, with its desks, and keeps it out of the next restoration', async () => {
    const {
      floor,
      rooms: [left],
    } = building;
    const { id: other } = await floors.create();
    await floors.delete(floor.id, 1);
    await rooms.restore(left.id, 2, { floorId: other });
    expect(await living()).toEqual(['one', 'two']);
    await floors.restore(floor.id, 2);
    expect(await living()).toEqual(['four', 'one', 'right', 'three', 'two']);
    expect(await rooms.read(left.id)).toMatchObject({ version: 3, state: { floorId: other } });
  });

  it('takes along a child that the same operation has just made, and moved', async () => {
    const {
      floor,
      rooms: [left, right],
      desks: [one],
    } = building;
    const { id: other } = await floors.create();
    const { made } = await world.ask<{ made: { desk: { id: string } } }>(
      `mutation ($one: ID!, $left: ID!, $right: ID!, $floor: ID!, $other: ID!) {
        moved: updateDesk(input: { id: $one, expectedVersion: 1, patch: { roomId: $right } }) { desk { id } }
        away: updateRoom(input: { id: $left, expectedVersion: 1, patch: { floorId: $other } }) { room { id } }
        made: createDesk(input: { label: "five", roomId: $right }) { desk { id } }
        gone: deleteFloor(input: { id: $floor, expectedVersion: 1 }) { floor { id } }
      }`,
      { one: one.id, left: left.id, right: right.id, floor: floor.id, other },
    );
    expect(await living()).toEqual(['two']);
    expect(await rooms.read(left.id)).toMatchObject({ version: 2, state: { floorId: other } });
    expect(await desks.read(one.id, 'ONLY')).toMatchObject({ version: 3 });
    await floors.restore(floor.id, 2);
    expect(await living()).toEqual(['five', 'four', 'one', 'right', 'three', 'two']);
    expect(await desks.read(made.desk.id)).toMatchObject({ version: 3 });
  });
});
