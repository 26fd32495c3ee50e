import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { purgeExpired } from '../../../src/database/tenants/purge-expired.js';
import { mustMutate, mutate } from '../../concurrency/mutate.js';
import { asSuperuser } from '../../support/cluster.js';
import { findings } from '../../support/findings.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { withSuperuser } from '../superuser.js';
import { testModules } from '../test-modules.js';
import { setRetention } from './retention.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer(testModules);
});
afterAll(() => server.stop());

const rows = (sql: string, ...values: unknown[]) => withSuperuser(server, (query) => query(sql, values));
const create = async (type: string, input: object): Promise<string> =>
  (await mustMutate(server, [[`create${type}`, { ...input }]]))[0]!;
const remove = (type: string, id: string) => mustMutate(server, [[`delete${type}`, { id, expectedVersion: 1 }]]);
const purge = (type: string, id: string) => mutate(server, [[`purge${type}`, { id, expectedVersion: 2 }]]);

interface Hold {
  legalHold: { entityId: string; entityType: string; reason: string; entity: { id: string } | null };
}

function change(name: 'place' | 'release', id: string, reason = 'case 7', token?: string) {
  return server.graphql<Record<string, Hold>>(
    `mutation ($input: LegalHoldInput!) { held: ${name}LegalHold(input: $input) {
       legalHold { entityId entityType reason entity { id } } } }`,
    { input: { id, reason } },
    token,
  );
}

const waitsForLock = async () =>
  (await rows(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).length >
  0;

/** A floor with a room with a desk, all deleted at once. */
async function deletedFloor() {
  const floor = await create('Floor', { name: 'f' });
  const room = await create('Room', { name: 'r', floorId: floor });
  const desk = await create('Desk', { label: 'd', roomId: room });
  await remove('Floor', floor);
  return { floor, room, desk };
}

describe('A legal hold', () => {
  it('is placed with a reason, listed, audited and released', async () => {
    const id = await create('Tag', { name: 'evidence' });
    expect(dataOf(await change('place', id)).held!.legalHold).toEqual({
      entityId: id,
      entityType: 'Tag',
      reason: 'case 7',
      entity: { id },
    });
    const list = '{ legalHolds { totalCount nodes { entityId reason changeSet { reason actor { id } } } } }';
    const actor = { id: server.organization.users.ADMIN };
    expect(dataOf(await server.graphql(list))).toEqual({
      legalHolds: {
        totalCount: 1,
        nodes: [{ entityId: id, reason: 'case 7', changeSet: { reason: 'case 7', actor } }],
      },
    });
    dataOf(await change('release', id, 'settled'));
    expect(dataOf(await server.graphql(list))).toEqual({ legalHolds: { totalCount: 0, nodes: [] } });
    const { auditLog } = dataOf(
      await server.graphql<{ auditLog: { nodes: object[] } }>(
        `query ($id: ID!) { auditLog(filter: { entityId: $id }) {
           nodes { action version actor { id } changeSet { reason } } } }`,
        { id },
      ),
    );
    expect(auditLog.nodes.slice(0, 2)).toEqual([
      { action: 'tag.release', version: null, actor, changeSet: { reason: 'settled' } },
      { action: 'tag.hold', version: null, actor, changeSet: { reason: 'case 7' } },
    ]);
  });

  it.each(['floor', 'room', 'desk'] as const)('on a %s keeps what owns it and what it owns', async (kept) => {
    const ids = await deletedFloor();
    dataOf(await change('place', ids[kept]));
    expect((await purge('Desk', ids.desk)).error).toMatchObject({
      message: 'The Desk is under a legal hold.',
      extensions: { code: 'CONFLICT', blockedBy: { entityType: 'Desk', id: ids.desk } },
    });
    expect((await purge('Room', ids.room)).code).toBe('CONFLICT');
    expect((await purge('Floor', ids.floor)).code).toBe('CONFLICT');
    expect(await rows('select from tombstone where entity_id = any ($1)', Object.values(ids))).toEqual([]);
    dataOf(await change('release', ids[kept]));
    expect((await purge('Floor', ids.floor)).code).toBe('DONE');
  });

  it.each(['floor', 'room', 'desk'] as const)('on a %s lets the trash name no day for its owners', async (kept) => {
    const ids = await deletedFloor();
    await setRetention(server, { Floor: { trashDays: 10 } });
    const purgeAt = async () => {
      const { trash } = dataOf(
        await server.graphql<{ trash: { nodes: { entity: { id: string }; purgeAt: string | null }[] } }>(
          '{ trash(first: 100, types: ["Floor"]) { nodes { entity { id } purgeAt } } }',
        ),
      );
      return trash.nodes.find(({ entity }) => entity.id === ids.floor)!.purgeAt;
    };
    expect(await purgeAt()).not.toBeNull();
    dataOf(await change('place', ids[kept]));
    expect(await purgeAt()).toBeNull();
  });

  it('on a desk keeps the histories of what it belongs to as they are', async () => {
    const floor = await create('Floor', { name: 'f' });
    const room = await create('Room', { name: 'r', floorId: floor });
    const desk = await create('Desk', { label: 'd', roomId: room });
    await mustMutate(server, [
      ['updateFloor', { id: floor, expectedVersion: 1, patch: { name: 'g' } }],
      ['updateRoom', { id: room, expectedVersion: 1, patch: { name: 's' } }],
      ['updateDesk', { id: desk, expectedVersion: 1, patch: { label: 'e' } }],
    ]);
    await setRetention(server, {
      Floor: { historyVersions: 1 },
      Room: { historyVersions: 1 },
      Desk: { historyVersions: 1 },
    });
    dataOf(await change('place', desk));
    await purgeExpired(server.orm);
    const ids = [floor, room, desk];
    expect(await rows('select from entity_version where entity_id = any ($1)', ids)).toHaveLength(6);
    dataOf(await change('release', desk));
    await purgeExpired(server.orm);
    expect(await rows('select from entity_version where entity_id = any ($1)', ids)).toHaveLength(3);
  });

  it('on what owns a record that is being removed comes after the removal', async () => {
    const { floor, desk } = await deletedFloor();
    await asSuperuser(server.database.applicationUrl, async (remover) => {
      await remover.query(`select set_config('app.tenant_id', $1, false)`, [server.organization.id]);
      await remover.query('begin');
      await remover.query('delete from desk where id = $1', [desk]);
      const placing = change('place', floor);
      await expect.poll(waitsForLock).toBe(true);
      await remover.query('commit');
      dataOf(await placing);
    });
  });

  it('on what owns a record that is about to be purged comes first, or after the purge', async () => {
    const floor = await create('Floor', { name: 'f' });
    const room = await create('Room', { name: 'r', floorId: floor });
    await remove('Room', room);
    await asSuperuser(server.database.applicationUrl, async (holder) => {
      await holder.query(`select set_config('app.tenant_id', $1, false)`, [server.organization.id]);
      await holder.query('begin');
      await holder.query(
        `insert into legal_hold (entity_id, entity_type, change_set_id, reason)
         values ($1, 'floor', palimpsest.change_set_of_transaction(), 'case 8')`,
        [floor],
      );
      const purging = purge('Room', room);
      await expect.poll(waitsForLock).toBe(true);
      await holder.query('commit');
      expect((await purging).error).toMatchObject({ message: 'The Room is under a legal hold.' });
    });
  });

  it('is seen by whoever removes, moves or trims, whatever the isolation level', async () => {
    const floor = await create('Floor', { name: 'f' });
    const room = await create('Room', { name: 'r', floorId: floor });
    const other = await create('Floor', { name: 'g' });
    await setRetention(server, { Room: { historyVersions: 1 } });
    for (const level of ['repeatable read', 'serializable']) {
      for (const statement of [
        `delete from room where id = '${room}'`,
        `update room set floor_id = '${other}' where id = '${room}'`,
        `insert into floor (name) values ('h')`,
        `insert into legal_hold (entity_id, entity_type, change_set_id, reason)
         values ('${room}', 'room', palimpsest.change_set_of_transaction(), 'case 9')`,
        `select palimpsest.trim_history('room', '00000000-0000-0000-0000-000000000000', 1000)`,
        `select palimpsest.begin_histories('room', array['${room}']::uuid[])`,
      ]) {
        await asSuperuser(server.database.applicationUrl, async (client) => {
          await client.query(`begin isolation level ${level}`);
          await client.query(`select set_config('app.tenant_id', $1, true)`, [server.organization.id]);
          await expect(client.query(statement), `${level}: ${statement}`).rejects.toThrow(
            `What has a history is written in transactions of the isolation level READ COMMITTED, not ${level.toUpperCase()}.`,
          );
        });
      }
    }
  });

  it('keeps a record from being removed by any SQL', async () => {
    const { floor, desk } = await deletedFloor();
    dataOf(await change('place', floor));
    const removed = rows('delete from desk where id = $1', desk);
    await expect(removed).rejects.toThrow(`The desk ${desk} is under a legal hold.`);
  });

  it('that is placed and released by SQL is in the audit log too', async () => {
    const id = await create('Tag', { name: 'by SQL' });
    const [{ change_set_id: changeSet } = {}] = await rows(
      'select change_set_id from entity_version where entity_id = $1',
      id,
    );
    await rows(
      `insert into legal_hold (entity_id, entity_type, reason, change_set_id, tenant_id) values ($1, 'tag', 'r', $2, $3)`,
      id,
      changeSet,
      server.organization.id,
    );
    await rows('delete from legal_hold where entity_id = $1', id);
    const entries = await rows(
      `select action, actor_kind from audit_entry where entity_id = $1 and version is null order by occurred_at`,
      id,
    );
    expect(entries).toEqual([
      { action: 'tag.hold', actor_kind: 'SQL' },
      { action: 'tag.release', actor_kind: 'SQL' },
    ]);
  });

  it('lets a record be changed, deleted and restored like any other', async () => {
    const id = await create('Tag', { name: 'held' });
    dataOf(await change('place', id));
    await mustMutate(server, [
      ['updateTag', { id, expectedVersion: 1, patch: { name: 'held still' } }],
      ['deleteTag', { id, expectedVersion: 2 }],
      ['restoreTag', { id, expectedVersion: 3 }],
    ]);
  });

  it('can be placed on what is purged already, for its history', async () => {
    const { floor } = await deletedFloor();
    await purge('Floor', floor);
    expect(dataOf(await change('place', floor)).held!.legalHold.entity).toBeNull();
  });

  it.each([
    ['without a reason', async () => change('place', await create('Floor', { name: 'x' }), ' '), 'BAD_USER_INPUT'],
    ['on an unknown record', () => change('place', '0197f3a0-0000-7000-8000-00000000dead'), 'NOT_FOUND'],
    ['on what has no form of an id', () => change('place', 'x'), 'NOT_FOUND'],
    [
      'on a record of another organization',
      async () => {
        const { tokens } = await server.addOrganization('globex');
        return change('place', await create('Floor', { name: 'x' }), 'why', tokens.ADMIN);
      },
      'NOT_FOUND',
    ],
    [
      'twice',
      async () => {
        const id = await create('Floor', { name: 'x' });
        dataOf(await change('place', id));
        return change('place', id);
      },
      'ALREADY_EXISTS',
    ],
  ])('is refused %s', async (_, placing, code) => {
    const { errors } = await placing();
    expect(errors.map(({ extensions }) => extensions.code)).toEqual([code]);
  });

  it('that is not there cannot be released', async () => {
    const { errors } = await change('release', await create('Floor', { name: 'x' }));
    expect(errors.map(({ message }) => message)).toEqual(['There is no legal hold on this record.']);
  });

  it('leaves nothing that verification finds fault with', async () => {
    expect(await findings(server)).toEqual([]);
  });
});
