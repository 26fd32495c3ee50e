import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asSuperuser } from '../support/cluster.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { testModules } from '../versioning/test-modules.js';
import { type Change, inBatches, mustMutate, mutate, race, times } from './mutate.js';

const rounds = 40;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer(testModules);
});

afterAll(() => server.stop());

describe('nothing is left alive under a floor that is deleted', () => {
  it('when desks are put into its rooms meanwhile', async () => {
    const { floors, rooms } = await createRooms();
    const codes = await raceAgainstDeletion(floors, (n) => ['createDesk', { roomId: rooms[n], label: 'Late' }]);
    expect(new Set(codes)).toEqual(new Set(['DONE', 'NOT_FOUND']));
    await expectNothingAlive(floors);
  });

  it('when a room of it that was deleted on its own is restored with its desks', async () => {
    const { floors, rooms } = await createRooms();
    await mustMutate(
      server,
      rooms.map((roomId): Change => ['createDesk', { roomId, label: 'Early' }]),
    );
    await mustMutate(
      server,
      rooms.map((id): Change => ['deleteRoom', { id, expectedVersion: 1 }]),
    );
    const codes = await raceAgainstDeletion(floors, (n) => ['restoreRoom', { id: rooms[n], expectedVersion: 2 }]);
    expect(new Set(codes)).toEqual(new Set(['DONE', 'CONFLICT']));
    await expectNothingAlive(floors);
  });

  it('when a room of it is deleted on its own, which happens once', async () => {
    const { floors, rooms } = await createRooms();
    const codes = await raceAgainstDeletion(floors, (n) => ['deleteRoom', { id: rooms[n], expectedVersion: 1 }]);
    expect(new Set(codes)).toEqual(new Set(['DONE', 'CONFLICT']));
    await expectNothingAlive(floors);
    expect(await versionsOf('room', rooms)).toEqual(times(rounds, () => 2));
  });
});

it('a floor that is restored while desks are put into its rooms has all of them', async () => {
  const { floors, rooms } = await createRooms();
  await mustMutate(
    server,
    floors.map((id): Change => ['deleteFloor', { id, expectedVersion: 1 }]),
  );
  await inBatches(floors, async (id, n) => {
    const [restored, created] = await Promise.all([
      mutate(server, [['restoreFloor', { id, expectedVersion: 2 }]]),
      mutate(server, [['createDesk', { roomId: rooms[n], label: 'Late' }]]),
    ]);
    expect(restored.code).toBe('DONE');
    expect(['DONE', 'NOT_FOUND']).toContain(created.code);
  });
  expect(await versionsOf('room', rooms)).toEqual(times(rounds, () => 3));
});

async function raceAgainstDeletion(floors: readonly string[], rivalOf: (n: number) => Change): Promise<string[]> {
  return inBatches(floors, async (id, n) => {
    const [deleted, other] = await race(server, n, ['deleteFloor', { id, expectedVersion: 1 }], rivalOf(n));
    expect(deleted.code).toBe('DONE');
    return other.code;
  });
}

async function expectNothingAlive(floors: readonly string[]): Promise<void> {
  await asSuperuser(server.database.superuserUrl, async (client) => {
    const { rows } = await client.query(
      `select count(*) filter (where r.deleted_at is null)::int as rooms,
         count(d.id) filter (where d.deleted_at is null)::int as desks
       from room r left join desk d on d.room_id = r.id where r.floor_id = any ($1)`,
      [floors],
    );
    expect(rows).toEqual([{ rooms: 0, desks: 0 }]);
  });
}

function versionsOf(table: string, ids: readonly string[]): Promise<number[]> {
  return asSuperuser(server.database.superuserUrl, async (client) => {
    const { rows } = await client.query<{ version: number }>(`select version from ${table} where id = any ($1)`, [ids]);
    return rows.map(({ version }) => version);
  });
}

/** Floors with a room each. */
async function createRooms(): Promise<{ floors: string[]; rooms: string[] }> {
  const floors = await mustMutate(
    server,
    times(rounds, (): Change => ['createFloor', { name: randomUUID() }]),
  );
  const rooms = await mustMutate(
    server,
    floors.map((floorId): Change => ['createRoom', { floorId, name: 'Room' }]),
  );
  return { floors, rooms };
}
