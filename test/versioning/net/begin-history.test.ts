import { MikroORM, type SqlEntityManager } from '@mikro-orm/postgresql';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { Post } from '../../../src/modules/demo/post/post.entity.js';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, recordChanges } from '../../../src/versioning/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { historyOf } from './history-of.js';

const tenant = randomUUID();
const context = { actor: new Actor(ActorKind.USER, 'somebody'), source: ChangeSource.API };

let database: TestDatabase;
let orm: MikroORM;
let superuser: Client;
/** A tag and a post that were there before their history, as after a migration that made their tables versioned. */
let tag: string;
let post: string;

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
  [tag, post] = [randomUUID(), randomUUID()];
  await superuser.query('set session_replication_role = replica');
  await superuser.query('insert into tag (id, name, tenant_id) values ($1::uuid, $1, $2)', [tag, tenant]);
  await superuser.query(`insert into post (id, title, slug, body, tenant_id) values ($1::uuid, 't', $1, 'b', $2)`, [
    post,
    tenant,
  ]);
  await superuser.query('insert into post_tags (post_id, tag_id, tenant_id) values ($1, $2, $3)', [post, tag, tenant]);
  await superuser.query('set session_replication_role = origin');
});

const beginning = () => ({ version: 1, operation: 'CREATE', source: 'SQL', audits: '1', name: tag, apart: false });

it('takes no row for its own whose transaction seems to be one to come, being so old', async () => {
  const { rows } = await superuser.query(
    `select palimpsest.made_here(((pg_current_xact_id()::text::bigint + 1000000000) % 4294967296)::text::xid) as made`,
  );
  expect(rows).toEqual([{ made: false }]);
});

describe('a row that was there before its history gets its version 1', () => {
  const changed = { version: 2, operation: 'UPDATE', audits: '1', name: 'changed', apart: false };

  it('before SQL changes it', async () => {
    await superuser.query(`update tag set name = 'changed' where id = $1`, [tag]);
    expect(await historyOf(superuser, tag)).toEqual([beginning(), { ...changed, source: 'SQL' }]);
    await superuser.query(`update tag set name = $1 where id = $2`, [tag, tag]);
  });

  it('before the application changes it, and not in the name of who does', async () => {
    await recordChanges(tenantEm(), context, async (changes) => {
      await changes.update(Tag, tag, 1, { name: 'changed' });
      await changes.update(Post, post, 1, { title: 'changed' });
    });
    expect(await historyOf(superuser, tag)).toEqual([beginning(), { ...changed, source: 'API' }]);
    expect(await makersOf(tag)).toEqual([
      {
        actor: 'SYSTEM:palimpsest',
        operation_name: 'backfill',
        reason: 'History begins: the row was there before its history.',
      },
      { actor: 'USER:somebody', operation_name: null, reason: null },
    ]);
    await superuser.query(`update tag set name = $1 where id = $2`, [tag, tag]);
  });

  it('before it is removed', async () => {
    await superuser.query('delete from post_tags where tag_id = $1', [tag]);
    await superuser.query('delete from tag where id = $1', [tag]);
    expect((await historyOf(superuser, tag)).map(({ operation }) => operation)).toEqual(['CREATE', 'DELETE']);
  });

  it('before it is purged', async () => {
    await superuser.query('set session_replication_role = replica');
    await superuser.query('update tag set deleted_at = clock_timestamp() where id = $1', [tag]);
    await superuser.query('set session_replication_role = origin');
    await superuser.query('delete from post_tags where tag_id = $1', [tag]);
    await superuser.query('delete from tag where id = $1', [tag]);
    expect((await historyOf(superuser, tag)).map(({ operation }) => operation)).toEqual(['CREATE']);
  });

  it('with its links', async () => {
    await superuser.query(`update post set title = 'changed' where id = $1`, [post]);
    const { rows } = await superuser.query(
      `select snapshot -> 'tag_ids' as tags from entity_version where entity_id = $1 order by version`,
      [post],
    );
    expect(rows).toEqual([{ tags: [tag] }, { tags: [tag] }]);
  });

  it('before it changes in the transaction that has made another, and under a savepoint', async () => {
    const made = randomUUID();
    await superuser.query('begin');
    await superuser.query('insert into tag (id, name, tenant_id) values ($1::uuid, $1, $2)', [made, tenant]);
    await superuser.query('savepoint nested');
    await superuser.query(`update tag set name = 'twice' where id = $1`, [made]);
    await superuser.query(`update tag set name = 'changed' where id = $1`, [tag]);
    await superuser.query('release nested');
    await superuser.query('commit');
    expect(await historyOf(superuser, tag)).toEqual([beginning(), { ...changed, source: 'SQL' }]);
    expect((await makersOf(made)).map(({ actor }) => actor)).toEqual([
      expect.stringMatching(/^SQL:/),
      expect.stringMatching(/^SQL:/),
    ]);
    await superuser.query(`update tag set name = $1 where id = $2`, [tag, tag]);
    await superuser.query(`update tag set name = $1 where id = $2`, [made, made]);
  });

  it('which one that the same transaction made under a savepoint has by itself', async () => {
    const made = randomUUID();
    await superuser.query('begin');
    await superuser.query('savepoint nested');
    await superuser.query('insert into tag (id, name, tenant_id) values ($1::uuid, $1, $2)', [made, tenant]);
    await superuser.query('release nested');
    await superuser.query('update tag set name = name || 2 where id = $1', [made]);
    await superuser.query('commit');
    const makers = await makersOf(made);
    expect(makers.map(({ operation_name }) => operation_name)).toEqual([null, null]);
  });

  it('unless it is at a later version, which is refused', async () => {
    await superuser.query('set session_replication_role = replica');
    await superuser.query('update tag set version = 3 where id = $1', [tag]);
    await superuser.query('set session_replication_role = origin');
    await expect(superuser.query(`update tag set name = 'changed' where id = $1`, [tag])).rejects.toThrow(
      'gap before version 4',
    );
    await superuser.query('delete from post_tags where tag_id = $1', [tag]);
    await expect(superuser.query('delete from tag where id = $1', [tag])).rejects.toThrow(
      'is at version 3, and its history is missing',
    );
  });
});

describe('palimpsest.begin_histories', () => {
  it('gives those of some rows that have none their version 1, in one change set, and counts them', async () => {
    const { id } = await recordChanges(tenantEm(), context, (changes) => changes.create(Tag, { name: randomUUID() }));
    expect(await begin('tag', [tag, id, randomUUID()])).toBe('1');
    expect(await begin('tag', [tag, id])).toBe('0');
    expect(await historyOf(superuser, tag)).toEqual([{ ...beginning(), source: 'CLI' }]);
    expect(await historyOf(superuser, id)).toHaveLength(1);
  });

  it('knows only versioned tables', async () => {
    await expect(begin('change_set', [])).rejects.toThrow('change_set is not a versioned table');
    await expect(begin('nothing"; drop', [])).rejects.toThrow('is not a versioned table');
  });

  it('is all of it that the application may call', async () => {
    const forged = tenantEm().transactional((em) =>
      em.execute(`select palimpsest.begin_history('tag', ?::jsonb, 'SQL')`, [
        JSON.stringify([{ id: tag, version: 1, name: 'forged' }]),
      ]),
    );
    await expect(forged).rejects.toThrow('permission denied');
  });
});

function begin(table: string, ids: string[]): Promise<string> {
  return tenantEm().transactional(async (em) => {
    const [row] = await em.execute<[{ count: string }]>('select palimpsest.begin_histories(?, ?::uuid[]) as count', [
      table,
      `{${ids.join(',')}}`,
    ]);
    return row.count;
  });
}

function tenantEm(): SqlEntityManager {
  return orm.em.fork({ session: tenantSession(tenant) });
}

async function makersOf(id: string) {
  const { rows } = await superuser.query<{ actor: string; operation_name: string | null; reason: string | null }>(
    `select s.actor_kind || ':' || s.actor_id as actor, s.operation_name, s.reason
     from entity_version v join change_set s on s.id = v.change_set_id where v.entity_id = $1 order by v.version`,
    [id],
  );
  return rows;
}
