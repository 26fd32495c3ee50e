import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { purgeExpired } from '../../../src/database/tenants/purge-expired.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { inTransaction, query } from '../../../src/versioning/index.js';
import { mustMutate, mutate } from '../../concurrency/mutate.js';
import { asSuperuser } from '../../support/cluster.js';
import { findings } from '../../support/findings.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { withSuperuser } from '../superuser.js';
import { passDays, setRetention } from './retention.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());
beforeEach(() => setRetention(server, {}));

const rows = (sql: string, ...values: unknown[]) => withSuperuser(server, (query) => query(sql, values));
let count = 0;

/** A tag with so many versions, named by their numbers. */
async function tagWith(versions: number): Promise<string> {
  const name = `tag ${++count}`;
  const [id] = await mustMutate(server, [['createTag', { name: `${name} 1` }]]);
  for (let version = 2; version <= versions; version++) await rename(id!, version - 1, `${name} ${version}`);
  return id!;
}
const rename = (id: string, expectedVersion: number, name: string) =>
  mustMutate(server, [['updateTag', { id, expectedVersion, patch: { name } }]]);
const versionsOf = async (id: string) =>
  (await rows('select version from entity_version where entity_id = $1 order by version', id)).map(
    ({ version }) => version,
  );
const trimmed = async () => (await purgeExpired(server.orm)).trimmed;

describe('Without a policy', () => {
  it('every version is kept, however old', async () => {
    const id = await tagWith(3);
    await passDays(server, 100_000);
    expect(await trimmed()).toBe(0);
    expect(await versionsOf(id)).toEqual([1, 2, 3]);
  });
});

describe('historyVersions', () => {
  it('keeps that many of the newest versions', async () => {
    const [many, few] = [await tagWith(5), await tagWith(2)];
    await setRetention(server, { Tag: { historyVersions: 2 } });
    expect(await trimmed()).toBeGreaterThanOrEqual(3);
    expect(await versionsOf(many)).toEqual([4, 5]);
    expect(await versionsOf(few)).toEqual([1, 2]);
    expect(await rows('select version from history_start where entity_id = $1', many)).toEqual([{ version: 4 }]);
    expect(await trimmed()).toBe(0);
  });
});

describe('an instant', () => {
  it('that would show what is gone is refused, with the moment from which on all is there', async () => {
    const id = await tagWith(4);
    const changeSets = (
      await rows('select change_set_id as id from entity_version where entity_id = $1 order by version', id)
    ).map((row) => String(row['id']));
    const refused = async (version: number, ...types: string[]) => {
      const em = server.orm.em.fork({ session: tenantSession(server.organization.id) });
      return inTransaction(em, async (within) => {
        const asked = query<{ refusal: { reason: string; from: string } | null }>(within);
        return (
          await asked`select palimpsest.refused_instant(null, ${changeSets[version - 1]}, null, ${types}) as refusal`
        )[0]!.refusal;
      });
    };
    expect(await refused(1, 'tag')).toBeNull();
    await setRetention(server, { Tag: { historyVersions: 2 } });
    await trimmed();
    const refusal = await refused(2, 'post', 'tag');
    expect(refusal).toMatchObject({ argument: 'changeSet', reason: 'NOT_KEPT' });
    const [kept] = await rows('select recorded_at from entity_version where entity_id = $1 and version = 3', id);
    expect(Date.parse(refusal!.from)).toBeGreaterThanOrEqual((kept!['recorded_at'] as Date).getTime());
    expect(await refused(2, 'post')).toBeNull();
    expect(await refused(3, 'tag')).toBeNull();
  });

  it('is refused where it is not known what has been kept', async () => {
    const id = await tagWith(3);
    await setRetention(server, { Tag: { historyVersions: 1 } });
    await trimmed();
    const [known] = await rows('select xid, since from history_start where entity_id = $1', id);
    const begins = (xid: unknown, since: unknown) =>
      rows('update history_start set xid = $2, since = $3 where entity_id = $1', id, xid, since);
    const { snapshot } = dataOf(await server.graphql<{ snapshot: { token: string } }>('{ snapshot { token } }'));
    const asOf = `asOf: { snapshot: ${JSON.stringify(snapshot.token)} }`;
    const queries = [
      `{ tag(id: "${id}", ${asOf}) { id } }`,
      `{ tags(${asOf}) { totalCount } }`,
      `{ trash(${asOf}) { totalCount } }`,
    ];
    for (const query of queries) expect((await server.graphql(query)).errors).toEqual([]);
    await begins(null, null);
    try {
      for (const query of queries) {
        const [error] = (await server.graphql(query)).errors;
        expect(error).toMatchObject({ message: expect.stringContaining('is older than what retention has kept') });
      }
    } finally {
      await begins(known!['xid'], known!['since']);
    }
  });
});

describe('a record with the least of all ids', () => {
  it('is trimmed like any other', async () => {
    const nil = '00000000-0000-0000-0000-000000000000';
    await tagWith(1);
    await rows('insert into tag (id, tenant_id, name) select $1, tenant_id, $2 from tag limit 1', nil, 'nil 1');
    for (const name of ['nil 2', 'nil 3']) {
      await rows('update tag set name = $2, version = version + 1 where id = $1', nil, name);
    }
    expect(await versionsOf(nil)).toEqual([1, 2, 3]);
    await setRetention(server, { Tag: { historyVersions: 1 } });
    await trimmed();
    expect(await versionsOf(nil)).toEqual([3]);
  });
});

describe('historyDays', () => {
  it('keeps what was the present within that many days, and always the newest version', async () => {
    const id = await tagWith(2);
    await passDays(server, 20);
    await rename(id, 2, `renamed ${id}`);
    await passDays(server, 20);
    await setRetention(server, { Tag: { historyDays: 30 } });
    await trimmed();
    // Version 2 was the present until 20 days ago.
    expect(await versionsOf(id)).toEqual([2, 3]);
    await passDays(server, 1000);
    await trimmed();
    expect(await versionsOf(id)).toEqual([3]);
    await rename(id, 3, `again ${id}`);
    expect(await versionsOf(id)).toEqual([3, 4]);
  });

  it('together with historyVersions removes only what both let go', async () => {
    const id = await tagWith(4);
    await setRetention(server, { Tag: { historyDays: 10, historyVersions: 3 } });
    await trimmed();
    expect(await versionsOf(id)).toEqual([1, 2, 3, 4]);
    await passDays(server, 11);
    await trimmed();
    expect(await versionsOf(id)).toEqual([2, 3, 4]);
  });

  it('begins for a purged record with the purge, and then leaves its tombstone alone', async () => {
    const id = await tagWith(2);
    await passDays(server, 100);
    await mustMutate(server, [['deleteTag', { id, expectedVersion: 2 }]]);
    await mustMutate(server, [['purgeTag', { id, expectedVersion: 3 }]]);
    await setRetention(server, { Tag: { historyDays: 30 } });
    await trimmed();
    expect(await versionsOf(id)).toEqual([2, 3]);
    await passDays(server, 31);
    await trimmed();
    expect(await versionsOf(id)).toEqual([]);
    expect(await rows('select version from tombstone where entity_id = $1', id)).toEqual([{ version: 3 }]);
    expect(await rows('select version from history_start where entity_id = $1', id)).toEqual([{ version: 4 }]);
  });
});

describe('What retention never removes', () => {
  it('is the history of what is in the trash, nor of what is under a legal hold', async () => {
    const [trashed, held, purged] = [await tagWith(3), await tagWith(3), await tagWith(3)];
    const hold = 'mutation ($id: ID!) { placeLegalHold(input: { id: $id, reason: "r" }) { legalHold { entityId } } }';
    dataOf(await server.graphql(hold, { id: held }));
    await mustMutate(server, [
      ['deleteTag', { id: trashed, expectedVersion: 3 }],
      ['deleteTag', { id: purged, expectedVersion: 3 }],
    ]);
    await mustMutate(server, [['purgeTag', { id: purged, expectedVersion: 4 }]]);
    dataOf(await server.graphql(hold, { id: purged }));
    await setRetention(server, { Tag: { historyDays: 0, historyVersions: 1 } });
    await trimmed();
    expect(await versionsOf(trashed)).toEqual([1, 2, 3, 4]);
    expect(await versionsOf(held)).toEqual([1, 2, 3]);
    expect(await versionsOf(purged)).toEqual([1, 2, 3, 4]);
    await mustMutate(server, [['restoreTag', { id: trashed, expectedVersion: 4 }]]);
    await trimmed();
    expect(await versionsOf(trashed)).toEqual([5]);
  });

  it('is what the server asks for beyond the policy that the owner has set', async () => {
    const id = await tagWith(3);
    await asSuperuser(server.database.applicationUrl, async (application) => {
      await application.query(`select set_config('app.tenant_id', $1, false)`, [server.organization.id]);
      await application.query(`select palimpsest.trim_history('tag', '00000000-0000-0000-0000-000000000000', 1000)`);
      await expect(application.query('delete from entity_version')).rejects.toThrow(/permission denied/);
      await expect(application.query('update retention_policy set history_days = 0')).rejects.toThrow(
        /permission denied/,
      );
      await expect(application.query('select palimpsest.remove_unreferenced_change_sets(null)')).rejects.toThrow(
        /permission denied/,
      );
    });
    expect(await versionsOf(id)).toEqual([1, 2, 3]);
  });
});

describe('A version that retention has removed', () => {
  it('is not given back by anybody', async () => {
    const id = await tagWith(3);
    await setRetention(server, { Tag: { historyVersions: 1 } });
    await trimmed();
    // The server's role may not even call this.
    await asSuperuser(server.database.ownerUrl, async (owner) => {
      await owner.query('begin');
      await owner.query(`select set_config('app.tenant_id', $1, true)`, [server.organization.id]);
      await owner.query(`insert into change_set (id, actor_kind, actor_id, source) values ($1, 'USER', 'me', 'API')`, [
        id,
      ]);
      const forging = owner.query(
        `select palimpsest.write_versions('tag', $1, '{name}', array[$1::uuid], '{1}', '{CREATE}',
           array['{"name": "forged"}'::jsonb], array['[]'::jsonb])`,
        [id],
      );
      await expect(forging).rejects.toThrow(/^Version 1 of tag .* does not continue its history\.$/);
    });
    expect(await versionsOf(id)).toEqual([3]);
  });
});

describe('A history that begins later', () => {
  it('is read, compared and reverted to as far as it goes', async () => {
    const id = await tagWith(4);
    await setRetention(server, { Tag: { historyVersions: 2 } });
    await trimmed();
    const { history } = dataOf(
      await server.graphql<{ history: { totalCount: number; nodes: unknown[] } }>(
        'query ($id: ID!) { history(id: $id) { totalCount nodes { version changes { field before after } } } }',
        { id },
      ),
    );
    const name = (version: number) => `tag ${count} ${version}`;
    expect(history).toEqual({
      totalCount: 2,
      nodes: [
        { version: 4, changes: [{ field: 'name', before: name(3), after: name(4) }] },
        { version: 3, changes: [{ field: 'name', before: name(2), after: name(3) }] },
      ],
    });
    const gone = await mutate(server, [['revertTag', { id, expectedVersion: 4, toVersion: 2 }]]);
    expect(gone.error).toMatchObject({
      message: 'toVersion: there is no version 2 of this record; there are 3 to 4.',
      extensions: { code: 'NOT_FOUND', field: 'toVersion', from: 3, until: 4 },
    });
    await mustMutate(server, [['revertTag', { id, expectedVersion: 4, toVersion: 3 }]]);
  });

  it('leaves no topics of what is gone, and those of what stays in the same change sets', async () => {
    const [busy, calm] = [await tagWith(1), await tagWith(1)];
    const [first] = await rows('select tenant_id from tag limit 1');
    const seal = () => rows('select sealed from palimpsest.seal_change_sets(100000)');
    await mustMutate(server, [
      ['updateTag', { id: busy, expectedVersion: 1, patch: { name: `busy ${busy}` } }],
      ['updateTag', { id: calm, expectedVersion: 1, patch: { name: `calm ${calm}` } }],
    ]);
    await mustMutate(server, [
      ['updateTag', { id: busy, expectedVersion: 2, patch: { name: `busier ${busy}` } }],
      ['deleteTag', { id: calm, expectedVersion: 2 }],
    ]);
    await mustMutate(server, [['updateTag', { id: busy, expectedVersion: 3, patch: { name: `busiest ${busy}` } }]]);
    await seal();
    await setRetention(server, { Tag: { historyVersions: 1 } });
    await trimmed();
    const topics = await rows(
      `select v.version, array(
         select topic from change_set_topic k join sealed_change_set s on s.tenant_id = k.tenant_id and s.place = k.place
         where s.change_set_id = v.change_set_id order by topic) as topics
       from entity_version v where v.tenant_id = $1 and v.entity_id = $2 order by version`,
      first!['tenant_id'],
      calm,
    );
    // Of the deletion's change set, in which another record was renamed, that version is gone.
    expect(topics).toEqual([
      { version: 1, topics: ['CREATE'] },
      { version: 2, topics: ['UPDATE', 'name'] },
      { version: 3, topics: ['DELETE', 'deleted_at'] },
    ]);
    const left = await rows(
      `select from change_set_topic k join sealed_change_set s on s.tenant_id = k.tenant_id and s.place = k.place
       where not exists (select from entity_version v where v.change_set_id = s.change_set_id)`,
    );
    expect(left).toEqual([]);
  });

  it('removes change sets that nothing tells of any more, and no others', async () => {
    const orphans = await rows(
      `select from change_set s where not exists (select from entity_version v where v.change_set_id = s.id)
         and not exists (select from audit_entry a where a.change_set_id = s.id)
         and not exists (select from tombstone d where d.change_set_id = s.id)`,
    );
    expect(orphans).toEqual([]);
  });

  it('leaves nothing that verification finds fault with', async () => {
    expect(await findings(server)).toEqual([]);
  });
});
