import { raw } from '@mikro-orm/core';
import { MikroORM, type SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { Comment } from '../../../src/modules/demo/comment/comment.entity.js';
import { Post } from '../../../src/modules/demo/post/post.entity.js';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { User } from '../../../src/modules/user/user.entity.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, recordChanges } from '../../../src/versioning/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { historyOf as historyIn, type RecordedVersion } from './history-of.js';

const tenant = randomUUID();
const context = { actor: new Actor(ActorKind.USER, 'somebody'), source: ChangeSource.API, reason: 'recorded' };

let database: TestDatabase;
let orm: MikroORM;
let superuser: Client;
/** The record that each test changes; version 1, made by the application. */
let id: string;
/** Unique among tags, as their names have to be. */
let changed: string;

beforeAll(async () => {
  database = await createTestDatabase();
  orm = await MikroORM.init(ormOptions({ url: database.applicationUrl }));
  superuser = new Client({ connectionString: database.superuserUrl });
  await superuser.connect();
});

afterAll(async () => {
  await superuser.end();
  await orm.close();
  await database.drop();
});

beforeEach(async () => {
  ({ id } = await recordChanges(tenantEm(), context, (changes) => changes.create(Tag, { name: randomUUID() })));
  changed = `changed ${id}`;
});

describe('what is written past the recorder gets its version, audit entry and change set', () => {
  const unrecorded: [string, (em: SqlEntityManager) => Promise<unknown>][] = [
    ['nativeUpdate', (em) => em.nativeUpdate(Tag, { id }, { name: changed })],
    ['the query builder', (em) => em.qb(Tag).update({ name: changed }).where({ id }).execute()],
    ['upsert', (em) => em.upsert(Tag, { id, name: changed })],
    ['upsertMany', (em) => em.upsertMany(Tag, [{ id, name: changed }])],
    [
      'Kysely',
      (em) =>
        em
          .getKysely<never>()
          .updateTable('tag' as never)
          .set({ name: changed } as never)
          .where('id' as never, '=', id as never)
          .execute(),
    ],
    ['execute', (em) => em.execute('update tag set name = ? where id = ?', [changed, id])],
    [
      'MERGE',
      (em) =>
        em.execute(
          'merge into tag t using (select ?::uuid as id) s on t.id = s.id when matched then update set name = ?',
          [id, changed],
        ),
    ],
  ];

  it.each(unrecorded)('by %s', async (_name, write) => {
    await inTransaction(write);
    expect(await historyOf(id)).toEqual([
      { version: 1, operation: 'CREATE', source: 'API', audits: '1', name: expect.any(String), apart: false },
      { version: 2, operation: 'UPDATE', source: 'SQL', audits: '1', name: changed, apart: false },
    ]);
  });

  const inserts: [string, (em: SqlEntityManager, id: string) => Promise<unknown>][] = [
    ['insert', (em, id) => em.insert(Tag, { id, name: id })],
    ['insertMany', (em, id) => em.insertMany(Tag, [{ id, name: id }])],
    ['upsert', (em, id) => em.upsert(Tag, { id, name: id })],
    ['execute', (em, id) => em.execute('insert into tag (id, name) values (?, ?)', [id, id])],
    [
      'MERGE',
      (em, id) =>
        em.execute(
          'merge into tag t using (select ?::uuid as id) s on t.id = s.id when not matched then insert (id, name) values (s.id, ?)',
          [id, id],
        ),
    ],
  ];

  it.each(inserts)('as a new record by %s', async (_name, write) => {
    const created = randomUUID();
    await inTransaction((em) => write(em, created));
    expect(await historyOf(created)).toEqual([
      { version: 1, operation: 'CREATE', source: 'SQL', audits: '1', name: created, apart: false },
    ]);
  });

  it('by the superuser, who is bound by no policy and has said no tenant', async () => {
    await superuser.query('update tag set name = $1 where id = $2', [changed, id]);
    expect((await historyOf(id)).map(({ source }) => source)).toEqual(['API', 'SQL']);
  });

  it('by the owner of the tables', async () => {
    const owner = new Client({ connectionString: database.ownerUrl });
    await owner.connect();
    try {
      await owner.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
      await owner.query('update tag set name = $1 where id = $2', [changed, id]);
    } finally {
      await owner.end();
    }
    expect((await historyOf(id)).map(({ source }) => source)).toEqual(['API', 'SQL']);
  });

  it('by several updates of one row in one transaction, without a gap', async () => {
    await inTransaction(async (em) => {
      for (const letter of 'abcde') await em.nativeUpdate(Tag, { id }, { name: `${letter} ${id}` });
    });
    const history = await historyOf(id);
    expect(history.map(({ version }) => version)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(history.map(({ name }) => name).slice(1)).toEqual([...'abcde'].map((letter) => `${letter} ${id}`));
    expect(new Set(history.map(({ audits }) => audits))).toEqual(new Set(['1']));
  });

  it('at once where the client does not defer constraints', async () => {
    await inTransaction(async (em) => {
      await em.execute('set constraints all immediate');
      await em.nativeUpdate(Tag, { id }, { name: changed });
      await em.nativeDelete(Tag, { id });
    });
    expect((await historyOf(id)).map(({ operation, audits }) => [operation, audits])).toEqual([
      ['CREATE', '1'],
      ['UPDATE', '1'],
      ['DELETE', '1'],
    ]);
  });

  it('not at all where nothing changes', async () => {
    await inTransaction((em) => em.execute('update tag set name = name where id = ?', [id]));
    await inTransaction((em) =>
      em.execute(
        'insert into tag (id, name) select id, name from tag where id = ? on conflict (tenant_id, id) do update set name = excluded.name',
        [id],
      ),
    );
    expect(await historyOf(id)).toHaveLength(1);
  });

  it.each<[string, (em: SqlEntityManager) => Promise<unknown>]>([
    ['nativeUpdate', (em) => em.nativeUpdate(Tag, { id }, { version: raw('version') })],
    ['upsert', async (em) => em.upsert(Tag, { id, name: await nameOf(em) })],
    ['upsertMany', async (em) => em.upsertMany(Tag, [{ id, name: await nameOf(em) }])],
    [
      'MERGE',
      (em) =>
        em.execute(
          'merge into tag t using (select ?::uuid as id) s on t.id = s.id when matched then update set name = t.name',
          [id],
        ),
    ],
    [
      'links that come and go',
      async (em) => {
        const post = await recorded((changes) => changes.create(Post, { title: 't', slug: randomUUID(), body: 'b' }));
        await em.execute('insert into post_tags (post_id, tag_id) values (?, ?)', [post, id]);
        await em.execute('delete from post_tags where post_id = ?', [post]);
      },
    ],
  ])('not at all where %s changes nothing', async (_name, write) => {
    const before = await versionsStored();
    await inTransaction(write);
    const links = _name.startsWith('links') ? 1 : 0;
    expect(await versionsStored()).toBe(before + links);
  });

  it('as the last state of a record that is removed for good', async () => {
    await inTransaction((em) => em.nativeDelete(Tag, { id }));
    expect(await historyOf(id)).toEqual([
      expect.objectContaining({ version: 1, operation: 'CREATE' }),
      expect.objectContaining({ version: 2, operation: 'DELETE', source: 'SQL', audits: '1' }),
    ]);
    const { rows } = await superuser.query('select version from tombstone where entity_id = $1', [id]);
    expect(rows).toEqual([{ version: 2 }]);
  });

  it.each<[string, (em: SqlEntityManager) => Promise<unknown>]>([
    ['the query builder', (em) => em.qb(Tag).delete({ id }).execute()],
    ['Kysely', (em) => sql`delete from tag where id = ${id}`.execute(em.getKysely())],
    ['execute', (em) => em.execute('delete from tag where id = ?', [id])],
    [
      'MERGE',
      (em) =>
        em.execute('merge into tag t using (select ?::uuid as id) s on t.id = s.id when matched then delete', [id]),
    ],
  ])('as the last state of a record that %s removes', async (_name, remove) => {
    await inTransaction(remove);
    expect((await historyOf(id)).map(({ operation, audits }) => [operation, audits])).toEqual([
      ['CREATE', '1'],
      ['DELETE', '1'],
    ]);
  });

  it('as the last state of a record that was changed and removed in one transaction', async () => {
    await inTransaction(async (em) => {
      await em.nativeUpdate(Tag, { id }, { name: changed });
      await em.nativeDelete(Tag, { id });
    });
    expect((await historyOf(id)).map(({ version, operation, name }) => [version, operation, name]).slice(1)).toEqual([
      [2, 'UPDATE', changed],
      [3, 'DELETE', changed],
    ]);
  });

  it('of the children too that a cascade of the database removes', async () => {
    const post = await recorded((changes) => changes.create(Post, { title: 't', slug: randomUUID(), body: 'b' }));
    const comment = await recorded((changes) => changes.create(Comment, { body: 'c', postId: post }));
    await superuser.query('alter table comment drop constraint comment_post_id_foreign');
    await superuser.query(
      'alter table comment add constraint comment_post_id_foreign foreign key (tenant_id, post_id) references post (tenant_id, id) on delete cascade',
    );
    await superuser.query('delete from post where id = $1', [post]);
    expect((await historyOf(comment)).map(({ operation }) => operation)).toEqual(['CREATE', 'DELETE']);
    expect((await historyOf(post)).map(({ operation }) => operation)).toEqual(['CREATE', 'DELETE']);
  });

  it('of the owner where links come and go', async () => {
    const post = await recorded((changes) => changes.create(Post, { title: 't', slug: randomUUID(), body: 'b' }));
    await inTransaction((em) => em.execute('insert into post_tags (post_id, tag_id) values (?, ?)', [post, id]));
    await inTransaction((em) => em.execute('delete from post_tags where post_id = ?', [post]));
    const { rows } = await superuser.query(
      `select version, operation, snapshot -> 'tag_ids' as tags, changed from entity_version where entity_id = $1 order by version`,
      [post],
    );
    expect(rows).toEqual([
      expect.objectContaining({ version: 1, tags: [] }),
      { version: 2, operation: 'UPDATE', tags: [id], changed: ['tag_ids'] },
      { version: 3, operation: 'UPDATE', tags: [], changed: ['tag_ids'] },
    ]);
  });

  it('once, of an owner that changes together with its links', async () => {
    const post = await recorded((changes) => changes.create(Post, { title: 't', slug: randomUUID(), body: 'b' }));
    await inTransaction(async (em) => {
      await em.execute('insert into post_tags (post_id, tag_id) values (?, ?)', [post, id]);
      await em.nativeUpdate(Post, { id: post }, { title: 'changed' });
    });
    const { rows } = await superuser.query(
      `select version, snapshot -> 'tag_ids' as tags, changed from entity_version where entity_id = $1 order by version`,
      [post],
    );
    expect(rows.slice(1)).toEqual([{ version: 2, tags: [id], changed: ['tag_ids', 'title'] }]);
  });

  it('with deletion and restoration told apart', async () => {
    await inTransaction((em) => em.execute('update tag set deleted_at = clock_timestamp() where id = ?', [id]));
    await inTransaction((em) => em.execute('update tag set deleted_at = null where id = ?', [id]));
    expect((await historyOf(id)).map(({ operation }) => operation)).toEqual(['CREATE', 'DELETE', 'RESTORE']);
  });

  it('without the values of sensitive columns', async () => {
    const user = await recorded((changes) =>
      changes.create(User, { email: 'a@example.com', displayName: 'A', role: 'VIEWER' }),
    );
    await superuser.query('update "user" set password_hash = $1 where id = $2', ['canary', user]);
    const { rows } = await superuser.query(
      'select snapshot::text || changed::text as text from entity_version where entity_id = $1 and version = 2',
      [user],
    );
    expect(rows[0].text).toContain('"password_hash"]');
    expect(rows[0].text).not.toContain('canary');
  });
});

describe('who and why of what is written past the application', () => {
  it('are the database role and its program', async () => {
    await superuser.query('update tag set name = $1 where id = $2', [changed, id]);
    expect(await lastChangeSet()).toMatchObject({ actor_kind: 'SQL', reason: null, source: 'SQL' });
  });

  it('are what palimpsest.attribute says, in the same transaction only', async () => {
    await superuser.query('begin');
    await superuser.query(`select palimpsest.attribute('night shift', 'ticket 7')`);
    await superuser.query('update tag set name = $1 where id = $2', [changed, id]);
    await superuser.query('commit');
    expect(await lastChangeSet()).toMatchObject({ actor_kind: 'SQL', actor_id: 'night shift', reason: 'ticket 7' });
    await superuser.query('update tag set name = $1 where id = $2', [`again ${id}`, id]);
    expect((await lastChangeSet()).actor_id).not.toBe('night shift');
  });

  it('are those of the change set, also for raw statements before a recorded change of the same record', async () => {
    await recordChanges(tenantEm(), context, async (changes) => {
      await changes.em.execute('update tag set name = ? where id = ?', [`past it ${id}`, id]);
      await changes.update(Tag, id, 2, { name: `by the recorder ${id}` });
      await changes.em.execute('update tag set name = ? where id = ?', [`past it again ${id}`, id]);
      await changes.em.execute('update tag set name = ? where id = ?', [`and again ${id}`, id]);
      await changes.update(Tag, id, 5, { name: changed });
    });
    expect((await historyOf(id)).map(({ version, name, source, audits }) => [version, name, source, audits])).toEqual([
      [1, expect.any(String), 'API', '1'],
      [2, `past it ${id}`, 'API', '1'],
      [3, `by the recorder ${id}`, 'API', '1'],
      [4, `past it again ${id}`, 'API', '1'],
      [5, `and again ${id}`, 'API', '1'],
      [6, changed, 'API', '1'],
    ]);
    const { rows } = await superuser.query(
      'select distinct change_set_id from entity_version where entity_id = $1 and version > 1',
      [id],
    );
    expect(rows).toHaveLength(1);
  });

  it('are those of the change set, for raw statements inside recordChanges', async () => {
    await recordChanges(tenantEm(), context, async (changes) => {
      await changes.update(Tag, id, 1, { name: 'by the recorder' });
      await changes.em.execute('update tag set name = ? where id = ?', ['past it', id]);
    });
    const history = await historyOf(id);
    expect(history.map(({ name, source }) => [name, source]).slice(1)).toEqual([
      ['by the recorder', 'API'],
      ['past it', 'API'],
    ]);
  });
});

describe('what would falsify the past is refused, also to the owner of the tables', () => {
  it.each(['tag', 'post_tags', 'entity_version', 'audit_entry', 'change_set'])('TRUNCATE of %s', async (table) => {
    await expect(superuser.query(`truncate ${table} cascade`)).rejects.toThrow('its past would be lost');
  });

  it('a changed id or tenant, and a version that jumps', async () => {
    await expect(superuser.query('update tag set id = gen_random_uuid() where id = $1', [id])).rejects.toThrow(
      'id of a tag',
    );
    await expect(superuser.query('update tag set tenant_id = gen_random_uuid() where id = $1', [id])).rejects.toThrow(
      'tenant',
    );
    await expect(superuser.query('update tag set version = 7 where id = $1', [id])).rejects.toThrow('advances by 1');
    await expect(
      superuser.query('insert into tag (id, name, version, tenant_id) values (gen_random_uuid(), $1, 3, $2)', [
        id,
        tenant,
      ]),
    ).rejects.toThrow('begins with version 1');
  });

  it('a version whose snapshot is not the row it describes', async () => {
    const forging = byTheOwner(async (em) => {
      await em.execute('update tag set name = ? where id = ?', ['real', id]);
      await forgeVersion(em, 2, 'forged');
    });
    await expect(forging).rejects.toThrow('differs from its row');
    expect(await historyOf(id)).toHaveLength(1);
  });

  it('a version of a change that never was', async () => {
    await expect(byTheOwner((em) => forgeVersion(em, 2, 'forged'))).rejects.toThrow('tells of no change');
    await expect(byTheOwner((em) => forgeVersion(em, 9, 'forged'))).rejects.toThrow('does not continue its history');
  });

  it('a version without its audit entry', async () => {
    const forging = byTheOwner(async (em) => {
      await em.execute('update tag set name = ? where id = ?', [changed, id]);
      await em.execute(
        `
        with maker as (
          insert into change_set (id, actor_kind, actor_id, source) values (gen_random_uuid(), 'USER', 'forger', 'API') returning id
        )
        insert into entity_version (entity_id, version, shape, entity_type, operation, snapshot, changed, change_set_id)
        select t.id, t.version, 1, 'tag', 'UPDATE', to_jsonb(t), '["name"]', maker.id from tag t, maker where t.id = ?`,
        [id],
      );
    });
    await expect(forging).rejects.toThrow('has no audit entry');
  });

  it('by the application role: changing or removing history, or switching triggers off', async () => {
    for (const statement of [
      'update entity_version set version = 3',
      'delete from entity_version',
      'delete from audit_entry',
      'update change_set set reason = null',
      'truncate tag',
    ]) {
      await expect(inTransaction((em) => em.execute(statement))).rejects.toThrow('permission denied');
    }
    await expect(inTransaction((em) => em.execute('alter table tag disable trigger all'))).rejects.toThrow(
      'must be owner',
    );
    await expect(inTransaction((em) => em.execute('set session_replication_role = replica'))).rejects.toThrow(
      'permission denied',
    );
  });
});

/** Makes, changes and removes a tag through the ORM's unit of work, a transaction each. */
async function throughTheUnitOfWork(inOne: (work: (em: SqlEntityManager) => Promise<unknown>) => Promise<unknown>) {
  const tag = randomUUID();
  await inOne(async (em) => {
    em.persist(em.create(Tag, { id: tag, name: `persisted ${tag}` }));
    await em.flush();
  });
  await inOne(async (em) => {
    (await em.findOneOrFail(Tag, tag)).name = `assigned ${tag}`;
    await em.flush();
  });
  await inOne(async (em) => {
    em.remove(await em.findOneOrFail(Tag, tag));
    await em.flush();
  });
  return (await historyOf(tag)).map(({ version, operation, source, audits }) => [version, operation, source, audits]);
}

describe('recorder and net', () => {
  it('leave one version of each change by persist, assignment and remove, together', async () => {
    const history = await throughTheUnitOfWork((work) => recordChanges(tenantEm(), context, ({ em }) => work(em)));
    expect(history).toEqual([
      [1, 'CREATE', 'API', '1'],
      [2, 'UPDATE', 'API', '1'],
      [3, 'DELETE', 'API', '1'],
    ]);
  });

  it('do so also where the onFlush handler is switched off', async () => {
    const unrecorded = await MikroORM.init({ ...ormOptions({ url: database.applicationUrl }), subscribers: [] });
    try {
      const history = await throughTheUnitOfWork((work) =>
        unrecorded.em.fork({ session: tenantSession(tenant) }).transactional((em) => work(em as SqlEntityManager)),
      );
      expect(history).toEqual([
        [1, 'CREATE', 'SQL', '1'],
        [2, 'UPDATE', 'SQL', '1'],
        [3, 'DELETE', 'SQL', '1'],
      ]);
    } finally {
      await unrecorded.close();
    }
  });

  it('each leave a complete history alone', async () => {
    await superuser.query('alter table tag disable trigger tag_history');
    await recordChanges(tenantEm(), context, (changes) => changes.update(Tag, id, 1, { name: 'recorder alone' }));
    await superuser.query('alter table tag enable trigger tag_history');
    await superuser.query('update tag set name = $1 where id = $2', ['net alone', id]);
    await recordChanges(tenantEm(), context, (changes) => changes.update(Tag, id, 3, { name: 'both' }));
    expect((await historyOf(id)).map(({ version, audits, name }) => [version, audits, name]).slice(1)).toEqual([
      [2, '1', 'recorder alone'],
      [3, '1', 'net alone'],
      [4, '1', 'both'],
    ]);
  });
});

function tenantEm(): SqlEntityManager {
  return orm.em.fork({ session: tenantSession(tenant) });
}

function inTransaction(work: (em: SqlEntityManager) => Promise<unknown>): Promise<void> {
  return tenantEm().transactional(async (em) => {
    await work(em as SqlEntityManager);
  });
}

/** The server's role may not even try to write history. */
async function byTheOwner(work: (em: SqlEntityManager) => Promise<unknown>): Promise<void> {
  const owner = await MikroORM.init(ormOptions({ url: database.ownerUrl }));
  try {
    await owner.em.fork({ session: tenantSession(tenant) }).transactional(async (em) => {
      await work(em as SqlEntityManager);
    });
  } finally {
    await owner.close();
  }
}

async function recorded(work: Parameters<typeof recordChanges<{ id: string }>>[2]): Promise<string> {
  return (await recordChanges(tenantEm(), context, work)).id;
}

async function nameOf(em: SqlEntityManager): Promise<string> {
  return (await em.findOneOrFail(Tag, { id })).name;
}

async function versionsStored(): Promise<number> {
  const { rows } = await superuser.query<{ count: number }>('select count(*)::int from entity_version');
  return rows[0]!.count;
}

function forgeVersion(em: SqlEntityManager, version: number, name: string): Promise<unknown> {
  return sql`
    with forged as (
      insert into change_set (id, actor_kind, actor_id, source) values (gen_random_uuid(), 'USER', 'forger', 'API') returning id
    )
    insert into entity_version (entity_id, version, shape, entity_type, operation, snapshot, changed, change_set_id)
    select ${id}::uuid, ${version}, 1, 'tag', 'UPDATE', jsonb_build_object('name', ${name}::text), '["name"]', id from forged`.execute(
    em.getKysely(),
  );
}

function historyOf(entityId: string): Promise<RecordedVersion[]> {
  return historyIn(superuser, entityId);
}

async function lastChangeSet() {
  const { rows } = await superuser.query('select * from change_set order by recorded_at desc limit 1');
  return rows[0];
}
