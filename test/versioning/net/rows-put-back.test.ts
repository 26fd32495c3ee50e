import { MikroORM, type SqlEntityManager } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, Purges, recordChanges } from '../../../src/versioning/index.js';
import { findings } from '../../support/findings.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { historyOf } from './history-of.js';

const tenant = randomUUID();
const context = { actor: new Actor(ActorKind.USER, 'somebody'), source: ChangeSource.API };

let database: TestDatabase;
let orm: MikroORM;
let superuser: Client;
/** A record at version 2, and its row. */
let id: string;
let row: { version: number; name: string };

beforeAll(async () => {
  database = await createTestDatabase();
  orm = await MikroORM.init(ormOptions({ url: database.applicationUrl }));
  superuser = new Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  await superuser.query(`insert into organization (id, slug, name) values ($1, 'acme', 'Acme')`, [tenant]);
});

afterAll(async () => {
  await superuser.end();
  await orm.close();
  await database.drop();
});

beforeEach(async () => {
  ({ id } = await recordChanges(tenantEm(), context, (changes) => changes.create(Tag, { name: randomUUID() })));
  await recordChanges(tenantEm(), context, (changes) => changes.update(Tag, id, 1, { name: `tag ${id}` }));
  const { rows } = await superuser.query('select to_jsonb(t) as row from tag t where id = $1', [id]);
  row = rows[0].row;
});

function tenantEm(): SqlEntityManager {
  return orm.em.fork({ session: tenantSession(tenant) });
}

function remove() {
  return superuser.query('delete from tag where id = $1', [id]);
}

/** Inserts the row as it was, but for what is given. */
function putBack(changed: object = {}) {
  return superuser.query('insert into tag select * from jsonb_populate_record(null::tag, $1)', [
    { ...row, ...changed },
  ]);
}

async function operations(): Promise<[number, string][]> {
  return (await historyOf(superuser, id)).map(({ version, operation }) => [version, operation]);
}

const putBackOnce: [number, string][] = [
  [1, 'CREATE'],
  [2, 'UPDATE'],
  [3, 'DELETE'],
  [4, 'RESTORE'],
];

describe('A row that SQL removes and puts back', () => {
  it('is not taken out of the trash and put there again by one statement, which nothing would tell', async () => {
    const trashed = randomUUID();
    await superuser.query('insert into tag (id, tenant_id, name, deleted_at) values ($1::uuid, $2, $1, now())', [
      trashed,
      tenant,
    ]);
    const both = 'with gone as (delete from tag where id = $1 returning *) insert into tag select * from gone';
    await expect(superuser.query(both, [trashed])).rejects.toThrow(
      `The tag ${trashed} was removed before: put it back in a statement of its own`,
    );
    expect(await findings({ orm })).toEqual([]);
  });

  it.each([1, 2, 3, 4])('goes on with its history, under the version %i', async (version) => {
    await remove();
    await putBack({ version });
    expect(await operations()).toEqual(putBackOnce);
    const changed = await recordChanges(tenantEm(), context, (changes) =>
      changes.update(Tag, id, 4, { name: `by the API ${id}` }),
    );
    expect(changed.changeSetId).not.toBeNull();
    await recordChanges(tenantEm(), context, (changes) => changes.delete(Tag, id, 5));
    await recordChanges(tenantEm(), context, (changes) => changes.restore(Tag, id, 6));
    expect((await operations()).slice(4)).toEqual([
      [5, 'UPDATE'],
      [6, 'DELETE'],
      [7, 'RESTORE'],
    ]);
    expect(await findings({ orm })).toEqual([]);
  });

  it('goes on in one transaction too', async () => {
    await superuser.query('begin');
    await remove();
    await putBack({ name: `another ${id}` });
    await superuser.query('update tag set name = $2 where id = $1', [id, `a third ${id}`]);
    await superuser.query('commit');
    expect(await operations()).toEqual([...putBackOnce, [5, 'UPDATE']]);
    expect(await findings({ orm })).toEqual([]);
  });

  it('can be removed and put back again, also in one transaction', async () => {
    await superuser.query('begin');
    for (let times = 0; times < 2; times += 1) {
      await remove();
      await putBack({ version: 1 });
    }
    await remove();
    await superuser.query('commit');
    await putBack();
    expect((await operations()).map(([, operation]) => operation)).toEqual([
      'CREATE',
      'UPDATE',
      'DELETE',
      'RESTORE',
      'DELETE',
      'RESTORE',
      'DELETE',
      'RESTORE',
    ]);
    expect(await findings({ orm })).toEqual([]);
  });

  it('goes on where the server itself writes it', async () => {
    await tenantEm().transactional((em) => em.execute('delete from tag where id = ?', [id]));
    await recordChanges(tenantEm(), context, async ({ em }) => {
      em.persist(em.create(Tag, { id, name: `persisted ${id}` }));
      await em.flush();
    });
    expect((await operations()).map(([version]) => version)).toEqual([1, 2, 3, 4]);
    await recordChanges(tenantEm(), context, (changes) => changes.update(Tag, id, 4, { name: `changed ${id}` }));
    expect(await findings({ orm })).toEqual([]);
  });

  it('stays away where it clashes with another, and can be put back later', async () => {
    await remove();
    await recordChanges(tenantEm(), context, (changes) => changes.create(Tag, { name: row.name }));
    await superuser.query('insert into tag select * from jsonb_populate_record(null::tag, $1) on conflict do nothing', [
      row,
    ]);
    expect((await operations()).map(([, operation]) => operation)).toEqual(['CREATE', 'UPDATE', 'DELETE']);
    expect(await findings({ orm })).toEqual([]);
    await putBack({ name: `another ${id}` });
    expect(await operations()).toEqual(putBackOnce);
  });

  it('is refused under a version that it never had', async () => {
    await remove();
    await expect(putBack({ version: 7 })).rejects.toThrow('A new tag begins with version 1, not 7.');
  });

  it.each([1, 2, 3, 4])('is refused once it was purged, in one sentence, under the version %i', async (version) => {
    await recordChanges(tenantEm(), context, (changes) => changes.delete(Tag, id, 2));
    await recordChanges(tenantEm(), context, (changes) => new Purges(changes).one(Tag, id, 3));
    await expect(putBack({ version })).rejects.toThrow(`The tag ${id} was purged, so it cannot be put back.`);
    expect(await findings({ orm })).toEqual([]);
  });

  it('is refused once it was deleted and purged in one transaction', async () => {
    await recordChanges(tenantEm(), context, async (changes) => {
      await changes.delete(Tag, id, 2);
      await new Purges(changes).one(Tag, id, 3);
    });
    await expect(putBack()).rejects.toThrow('was purged');
  });

  it.each(['changed', 'made'])(
    'is refused once it was purged, whatever its row was %s to say of its deletion',
    async (how) => {
      const [forger, changeSet, forged] = [
        new Client(database.applicationUrl),
        randomUUID(),
        how === 'made' ? randomUUID() : id,
      ];
      await forger.connect();
      try {
        await forger.query('begin');
        await forger.query(`select set_config('app.tenant_id', $1, true)`, [tenant]);
        await forger.query(
          `insert into change_set (id, actor_kind, actor_id, source) values ($1, 'USER', 'me', 'API')`,
          [changeSet],
        );
        await (how === 'made'
          ? forger.query(
              `insert into tag (id, name, deleted_at, deleted_by, deleted_in) values ($1::uuid, $1, now(), 'SQL:me', $2)`,
              [forged, changeSet],
            )
          : forger.query(
              `update tag set deleted_at = now(), deleted_by = 'SQL:me', deleted_in = $2, version = version + 1 where id = $1`,
              [forged, changeSet],
            ));
        await forger.query('delete from tag where id = $1', [forged]);
        await forger.query('commit');
      } finally {
        await forger.end();
      }
      await expect(putBack({ id: forged, version: 1 })).rejects.toThrow('was purged');
    },
  );

  it('keeps its id from rows of other types, and so its history', async () => {
    await remove();
    const other = superuser.query(
      `insert into post (tenant_id, id, title, slug, body) values ($2, $1::uuid, 't', $1, 'b')`,
      [id, tenant],
    );
    await expect(other).rejects.toThrow(`The id ${id} was that of a tag that was removed, and no post can have it.`);
    await putBack();
    expect(await operations()).toEqual(putBackOnce);
    expect(await findings({ orm })).toEqual([]);
  });

  it('is refused once its history was let go', async () => {
    await remove();
    // As retention does; taken back after, for that needs days to pass.
    await superuser.query('begin');
    await superuser.query('delete from entity_version where entity_id = $1', [id]);
    await expect(putBack()).rejects.toThrow(
      `The tag ${id} was removed and its history is gone, so it cannot be put back.`,
    );
    await superuser.query('rollback');
  });
});

describe('Who did what and when', () => {
  it.each(['created_by', 'updated_by', 'deleted_by'])('is not for SQL to write: %s', async (column) => {
    await superuser.query(`update tag set ${column} = 'USER:another' where id = $1`, [id]);
    const { rows } = await superuser.query('select to_jsonb(t) as row from tag t where id = $1', [id]);
    expect(rows[0].row).toEqual(row);
    expect(await operations()).toHaveLength(2);
  });

  it.each(['created_at', 'updated_at'])('is not for SQL to write: %s', async (column) => {
    await superuser.query(`update tag set ${column} = '2020-01-01' where id = $1`, [id]);
    expect(await operations()).toHaveLength(2);
  });

  it('is told by the version of a row, whatever an INSERT says of it', async () => {
    const imported = randomUUID();
    await superuser.query(
      `insert into tag (id, name, tenant_id, created_by, created_at) values ($1::uuid, $1, $2, 'USER:another', '2020-01-01')`,
      [imported, tenant],
    );
    const { rows } = await superuser.query(
      `select t.created_by, s.actor_kind, v.recorded_at > clock_timestamp() - interval '1 minute' as now
       from tag t join entity_version v on v.entity_id = t.id join change_set s on s.id = v.change_set_id where t.id = $1`,
      [imported],
    );
    expect(rows).toEqual([{ created_by: 'USER:another', actor_kind: 'SQL', now: true }]);
  });

  it('is told of what SQL deletes and restores', async () => {
    await superuser.query(`update tag set deleted_at = now(), deleted_in = gen_random_uuid() where id = $1`, [id]);
    const deleted = await superuser.query('select deleted_by, deleted_in from tag where id = $1', [id]);
    expect(deleted.rows).toEqual([{ deleted_by: expect.stringMatching(/^SQL:/), deleted_in: null }]);
    await superuser.query('update tag set deleted_at = null where id = $1', [id]);
    const restored = await superuser.query('select deleted_by, deleted_in from tag where id = $1', [id]);
    expect(restored.rows).toEqual([{ deleted_by: null, deleted_in: null }]);
    expect(await findings({ orm })).toEqual([]);
  });
});
