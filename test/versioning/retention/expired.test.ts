import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MikroORM } from '@mikro-orm/postgresql';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { purgeExpired } from '../../../src/database/tenants/purge-expired.js';
import { mustMutate, times } from '../../concurrency/mutate.js';
import { asSuperuser } from '../../support/cluster.js';
import { findings } from '../../support/findings.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { withSuperuser } from '../superuser.js';
import { testModules } from '../test-modules.js';
import { passDays, setRetention } from './retention.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer(testModules);
});
afterAll(() => server.stop());
beforeEach(async () => {
  await setRetention(server, {});
  await purgeExpired(server.orm, { olderThanDays: 0 });
});

const rows = (sql: string, ...values: unknown[]) => withSuperuser(server, (query) => query(sql, values));
const remove = (type: string, ids: readonly string[]) =>
  mustMutate(
    server,
    ids.map((id) => [`delete${type}`, { id, expectedVersion: 1 }] as const),
  );
const createTags = (count: number, name: string) =>
  mustMutate(
    server,
    times(count, (n) => ['createTag', { name: `${name} ${n}` }] as const),
  );
const nothing = { purged: {}, trimmed: 0, held: 0, blocked: 0, overdue: 0, overdueSince: null };

/** What the trash says of each record in it: how many days are left, null for ever. */
async function daysLeft(): Promise<Map<string, number | null>> {
  const { trash } = dataOf(
    await server.graphql<{ trash: { nodes: { entity: { id: string }; deletedAt: string; purgeAt: string | null }[] } }>(
      '{ trash(first: 100) { nodes { entity { id } deletedAt purgeAt } } }',
    ),
  );
  const days = ({ deletedAt, purgeAt }: (typeof trash.nodes)[number]) =>
    purgeAt && (Date.parse(purgeAt) - Date.parse(deletedAt)) / 86_400_000;
  return new Map(trash.nodes.map((item) => [item.entity.id, days(item) || null]));
}

describe('Without a policy', () => {
  it('nothing is purged, however old, and the trash says so', async () => {
    const [id] = await createTags(1, 'for ever');
    await remove('Tag', [id!]);
    await passDays(server, 100_000);
    expect(await daysLeft()).toEqual(new Map([[id, null]]));
    expect(await purgeExpired(server.orm)).toEqual(nothing);
  });
});

describe('With days in the trash', () => {
  it('what is over them is purged, by the system, and the trash has said when', async () => {
    const [old, young, living] = await createTags(3, 'limited');
    await setRetention(server, { Tag: { trashDays: 30 } });
    await remove('Tag', [old!]);
    await passDays(server, 31);
    await remove('Tag', [young!]);
    expect(await daysLeft()).toEqual(new Map([[young, 30], [old, 30]])); // prettier-ignore
    expect(await purgeExpired(server.orm)).toEqual({ ...nothing, purged: { Tag: 1 } });
    const left = await rows('select id from tag where id = any ($1)', [old, young, living]);
    expect(left.map(({ id }) => id).toSorted()).toEqual([young, living].toSorted());
    const entries = await rows(
      `select a.action, a.actor_kind, a.actor_id, s.reason, s.operation_name from audit_entry a
       join change_set s on s.id = a.change_set_id where a.entity_id = $1 and a.action = 'tag.purge'`,
      old,
    );
    expect(entries).toEqual([
      {
        action: 'tag.purge',
        actor_kind: 'SYSTEM',
        actor_id: 'purge',
        reason: 'Retention: its time in the trash is over.',
        operation_name: 'purge',
      },
    ]);
  });

  it('a record goes with its owner, also before its own time, and never before it where they were deleted together', async () => {
    const [floor] = await mustMutate(server, [['createFloor', { name: 'f' }]]);
    const [early, late] = await mustMutate(server, [
      ['createRoom', { name: 'early', floorId: floor }],
      ['createRoom', { name: 'late', floorId: floor }],
    ]);
    await setRetention(server, { Floor: { trashDays: 10 }, Room: { trashDays: 5 } });
    await remove('Room', [early!]);
    await remove('Floor', [floor!]);
    expect(await daysLeft()).toEqual(new Map([[floor, 10], [early, 5]])); // prettier-ignore
    await passDays(server, 7);
    expect(await purgeExpired(server.orm)).toEqual({ ...nothing, purged: { Room: 1 } });
    expect(await rows('select id from room')).toEqual([{ id: late }]);
    await passDays(server, 4);
    expect(await purgeExpired(server.orm)).toEqual({ ...nothing, purged: { Floor: 1, Room: 1 } });

    const [next] = await mustMutate(server, [['createFloor', { name: 'g' }]]);
    const [room] = await mustMutate(server, [['createRoom', { name: 'r', floorId: next }]]);
    await setRetention(server, { Floor: { trashDays: 10 } });
    await remove('Room', [room!]);
    await remove('Floor', [next!]);
    const left = (await daysLeft()).get(room!)!;
    expect(left).toBeGreaterThanOrEqual(10);
    expect(left).toBeLessThan(10.01);
  });

  it('a legal hold and what refers to it keep a record, and the report says so', async () => {
    const [held] = await createTags(1, 'held');
    await setRetention(server, { Tag: { trashDays: 0 } });
    await remove('Tag', [held!]);
    const place = 'mutation ($id: ID!) { placeLegalHold(input: { id: $id, reason: "r" }) { legalHold { entityId } } }';
    dataOf(await server.graphql(place, { id: held }));
    expect(await daysLeft()).toEqual(new Map([[held, null]]));
    expect(await purgeExpired(server.orm)).toEqual({ ...nothing, held: 1 });
    dataOf(await server.graphql(place.replace('place', 'release'), { id: held }));
    expect(await purgeExpired(server.orm)).toEqual({ ...nothing, purged: { Tag: 1 } });
  });
});

describe('A purge', () => {
  it('works in batches, of every tenant, and finds nothing the second time', async () => {
    await remove('Tag', await createTags(230, 'many'));
    const other = await server.addOrganization('globex');
    const create = 'mutation ($name: String!) { createTag(input: { name: $name }) { tag { id } } }';
    const created = await server.graphql<{ createTag: { tag: { id: string } } }>(
      create,
      { name: 'foreign' },
      other.tokens.ADMIN,
    );
    const { id } = dataOf(created).createTag.tag;
    const drop = 'mutation ($id: ID!) { deleteTag(input: { id: $id, expectedVersion: 1 }) { tag { id } } }';
    dataOf(await server.graphql(drop, { id }, other.tokens.ADMIN));
    const batches: number[] = [];
    const onProgress = (_: unknown, type: string, { purged }: { purged: Record<string, number> }) =>
      type === 'Tag' && batches.push(purged.Tag ?? 0);
    const report = await purgeExpired(server.orm, { olderThanDays: 0, onProgress });
    expect(report).toEqual({ ...nothing, purged: { Tag: 231 } });
    expect(batches).toEqual(expect.arrayContaining([100, 200]));
    expect(await purgeExpired(server.orm, { olderThanDays: 0 })).toEqual(nothing);
  });

  it('says beforehand, dry, what it will do', async () => {
    await remove('Tag', await createTags(120, 'dry'));
    expect(await purgeExpired(server.orm, { olderThanDays: 0, dryRun: true })).toEqual({
      ...nothing,
      purged: { Tag: 120 },
    });
    expect(await rows(`select count(*)::int from tag where name like 'dry%'`)).toEqual([{ count: 120 }]);
    expect(await purgeExpired(server.orm, { olderThanDays: 0 })).toEqual({ ...nothing, purged: { Tag: 120 } });
  });

  it('says beforehand, dry, each version that it will let go, and what goes with others once', async () => {
    const [gone, other] = await createTags(2, 'linked');
    const [linked, owner] = await mustMutate(server, [
      ['createPost', { title: 'l', slug: 'dry-linked', body: 'b', tagIds: [gone, other] }],
      ['createPost', { title: 'o', slug: 'dry-owner', body: 'b' }],
    ]);
    const [comment] = await mustMutate(server, [['createComment', { body: 'c', postId: owner }]]);
    await mustMutate(server, [['updatePost', { id: linked, expectedVersion: 1, patch: { title: 'l2' } }]]);
    await remove('Comment', [comment!]);
    await remove('Post', [owner!]);
    await remove('Tag', [gone!, other!]);
    await passDays(server, 3);
    await setRetention(server, {
      Comment: { trashDays: 1, historyDays: 1 },
      Post: { trashDays: 1, historyVersions: 1 },
      Tag: { trashDays: 1, historyDays: 0 },
    });
    const said = await purgeExpired(server.orm, { dryRun: true });
    expect(await purgeExpired(server.orm, { dryRun: true })).toEqual(said);
    expect(said).toMatchObject({ purged: { Comment: 1, Post: 1, Tag: 2 } });
    expect(said.trimmed).toBeGreaterThanOrEqual(6);
    expect(await purgeExpired(server.orm)).toEqual(said);
  });

  it('leaves what others have locked to the next run, and says so', async () => {
    const [locked, free] = await createTags(2, 'locked');
    await setRetention(server, { Tag: { trashDays: 0 } });
    await remove('Tag', [locked!, free!]);
    await asSuperuser(server.database.superuserUrl, async (other) => {
      await other.query('begin');
      await other.query('select from tag where id = $1 for update', [locked]);
      expect(await purgeExpired(server.orm)).toEqual({
        ...nothing,
        purged: { Tag: 1 },
        overdue: 1,
        overdueSince: expect.stringMatching(/^[\d-]+T[\d:.]+Z$/),
      });
    });
    expect(await purgeExpired(server.orm)).toEqual({ ...nothing, purged: { Tag: 1 } });
  });

  it('passes by what it waits for in vain, and purges the rest', async () => {
    const [waiting, free] = await mustMutate(server, [
      ['createFloor', { name: 'waiting' }],
      ['createFloor', { name: 'free' }],
    ]);
    const [room] = await mustMutate(server, [['createRoom', { name: 'r', floorId: waiting }]]);
    await setRetention(server, { Floor: { trashDays: 0 } });
    await remove('Floor', [waiting!, free!]);
    const { superuserUrl, applicationUrl: url } = server.database;
    const options = ormOptions({ url, additionalEntities: testModules.additionalEntities });
    const driverOptions = {
      ...options.driverOptions,
      options: '-c timezone=UTC -c datestyle=ISO -c lock_timeout=100ms',
    };
    await asSuperuser(superuserUrl, async (other) => {
      await other.query('begin');
      await other.query('select from room where id = $1 for update', [room]);
      const impatient = await MikroORM.init({ ...options, driverOptions });
      const report = await purgeExpired(impatient).finally(() => impatient.close());
      expect(report).toMatchObject({ purged: { Floor: 1 }, overdue: 1 });
    });
    expect(await purgeExpired(server.orm)).toEqual({ ...nothing, purged: { Floor: 1, Room: 1 } });
  });

  it('ends after the batch under way when it is told to', async () => {
    await setRetention(server, { Tag: { trashDays: 0 } });
    await remove('Tag', await createTags(150, 'aborted'));
    const controller = new AbortController();
    const purge = purgeExpired(server.orm, {
      signal: controller.signal,
      onProgress: (_, type) => type === 'Tag' && controller.abort(new Error('told to')),
    });
    await expect(purge).rejects.toThrow('told to');
    const [{ left } = {}] = await rows(`select count(*)::int as left from tag where name like 'aborted%'`);
    expect(left).toBe(50);
    await purgeExpired(server.orm);
  });

  it('leaves nothing that verification finds fault with', async () => {
    expect(await findings(server)).toEqual([]);
  });
});
