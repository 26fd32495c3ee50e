import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

const tenant = randomUUID();

let database: TestDatabase;
let superuser: Client;
/** As the server connects, in the hands of somebody who means harm. */
let forger: Client;
/** A tag at version 1. */
let tag: string;

beforeAll(async () => {
  database = await createTestDatabase();
  superuser = new Client({ connectionString: database.superuserUrl });
  forger = new Client({ connectionString: database.applicationUrl });
  await superuser.connect();
  await forger.connect();
  await superuser.query(`insert into organization (id, slug, name) values ($1, 'acme', 'Acme')`, [tenant]);
  await forger.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
});

afterAll(async () => {
  await forger.end();
  await superuser.end();
  await database.drop();
});

beforeEach(async () => {
  tag = randomUUID();
  await forger.query('insert into tag (id, name) values ($1::uuid, $1)', [tag]);
});

afterEach(() =>
  superuser.query(`update retention_policy set history_versions = null, history_days = null where entity_type = 'tag'`),
);

/** In one transaction; changeSet is one of it. */
async function forge(work: (changeSet: string) => Promise<unknown>): Promise<void> {
  await forger.query('begin');
  try {
    await work(await openChangeSet());
    await forger.query('commit');
  } catch (error) {
    await forger.query('rollback');
    throw error;
  }
}

async function openChangeSet(): Promise<string> {
  const { rows } = await forger.query<{ id: string }>(
    `insert into change_set (id, actor_kind, actor_id, source) values (gen_random_uuid(), 'USER', 'anybody', 'API') returning id`,
  );
  return rows[0]!.id;
}

interface Claim {
  readonly id: string;
  readonly operation: string;
  readonly cause_id?: string;
  readonly redacted?: readonly string[];
}

const record = (type: string, changeSet: string, ...claims: readonly Claim[]) =>
  forger.query('select palimpsest.record_versions($1, $2, $3)', [
    type,
    changeSet,
    JSON.stringify(claims.map((claim) => ({ redacted: [], ...claim }))),
  ]);

const rename = () => forger.query(`update tag set name = name || '!', version = version + 1 where id = $1`, [tag]);

async function newestOf(id: string) {
  const { rows } = await superuser.query(
    `select v.version, v.operation, v.changed, v.snapshot, a.actor_id,
       v.recorded_at > clock_timestamp() - interval '1 minute' and a.occurred_at = v.recorded_at
         and s.recorded_at > clock_timestamp() - interval '1 minute' and s.xid = v.xid as stamped
     from entity_version v join change_set s on s.id = v.change_set_id
     join audit_entry a on a.entity_id = v.entity_id and a.version = v.version
     where v.entity_id = $1 order by v.version desc limit 1`,
    [id],
  );
  return rows[0] as Record<string, unknown>;
}

describe("what the server's role cannot write at all", () => {
  it.each([
    ['a version', `insert into entity_version select * from entity_version`],
    ['an audit entry', `insert into audit_entry (action, occurred_at) values ('session.signIn', '2020-01-01')`],
    ['a tombstone', `insert into tombstone select * from tombstone`],
    ['where a history starts', `insert into history_start select * from history_start`],
    [
      'when a change set was',
      `insert into change_set (id, actor_kind, actor_id, source, recorded_at)
       values (gen_random_uuid(), 'USER', 'x', 'API', '2020-01-01')`,
    ],
    [
      'of which transaction it is',
      `insert into change_set (id, actor_kind, actor_id, source, xid)
       values (gen_random_uuid(), 'USER', 'x', 'API', '700')`,
    ],
    [
      'what it has seen',
      `insert into change_set (id, actor_kind, actor_id, source, snapshot)
       values (gen_random_uuid(), 'USER', 'x', 'API', '1:1:')`,
    ],
    [
      'when a hold was placed',
      `insert into legal_hold (entity_id, entity_type, reason, change_set_id, placed_at)
       select entity_id, entity_type, 'r', change_set_id, '2020-01-01' from entity_version`,
    ],
    ['another name of an organization', `update organization set name = 'Other'`],
    ['an organization out of the way', `delete from organization`],
    [
      'versions of its own making',
      `select palimpsest.write_versions('tag', gen_random_uuid(), '{name}', '{}', '{}', '{}', '{}', '{}')`,
    ],
  ])('%s', async (_, statement) => {
    await expect(forger.query(statement)).rejects.toThrow('permission denied');
  });
});

describe("what the server's role cannot have removed", () => {
  const trimmed = async (args: string, ...values: unknown[]) => {
    const { rows } = await forger.query<{ trimmed: string }>(
      `select trimmed from palimpsest.trim_history('tag', null, 1000, ${args})`,
      values,
    );
    return Number(rows[0]!.trimmed);
  };
  const kept = async () =>
    (await superuser.query<{ version: number }>('select version from entity_version where entity_id = $1', [tag])).rows;

  beforeEach(async () => {
    await forge(async (changeSet) => {
      await rename();
      await record('tag', changeSet, { id: tag, operation: 'UPDATE' });
    });
    await superuser.query(
      `update retention_policy set history_versions = 50, history_days = null where entity_type = 'tag'`,
    );
  });

  it.each([
    ['by versions that there will be', `'{}', array_fill($1::uuid, array[50])`],
    ['by a purge that there will be', `array[$1::uuid], '{}'`],
    ['by a list that there is none of', `null, case when $1::uuid is null then '{}'::uuid[] end`],
  ])('a history within its limits, %s', async (_by, supposed) => {
    for (const isDry of ['false', 'null']) {
      await expect(trimmed(`${isDry}, ${supposed}`, tag)).rejects.toThrow('is for a rehearsal alone');
    }
    expect(await kept()).toHaveLength(2);
  });

  it('what a rehearsal counts', async () => {
    expect(await trimmed(`true, '{}', array_fill($1::uuid, array[50])`, tag)).toBe(2);
    expect(await trimmed('false')).toBe(0);
    expect(await kept()).toHaveLength(2);
  });
});

describe('a version that the role has written', () => {
  it('is stamped by the database, whoever it is said to be from', async () => {
    await forge(async (changeSet) => {
      await rename();
      await record('tag', changeSet, { id: tag, operation: 'REVERT' });
    });
    expect(await newestOf(tag)).toMatchObject({
      version: 2,
      operation: 'REVERT',
      changed: ['name'],
      actor_id: 'anybody',
      snapshot: { name: `${tag}!` },
      stamped: true,
    });
  });

  it('belongs to a change set of its transaction', async () => {
    let earlier = '';
    await forge(async (changeSet) => (earlier = changeSet));
    const forged = forge(async () => {
      await rename();
      await record('tag', earlier, { id: tag, operation: 'UPDATE' });
    });
    await expect(forged).rejects.toThrow(`The change set ${earlier} is not of this transaction.`);
  });

  it.each(['CREATE', 'DELETE', 'RESTORE'])('of a living record that was changed is no %s', async (operation) => {
    const forged = forge(async (changeSet) => {
      await rename();
      await record('tag', changeSet, { id: tag, operation });
    });
    await expect(forged).rejects.toThrow(`Version 2 of tag ${tag} is no ${operation}.`);
  });

  it.each(['UPDATE', 'REVERT', 'UNDO'])('of a record that was deleted is no %s', async (operation) => {
    const forged = forge(async (changeSet) => {
      await forger.query('update tag set deleted_at = clock_timestamp(), version = 2 where id = $1', [tag]);
      await record('tag', changeSet, { id: tag, operation });
    });
    await expect(forged).rejects.toThrow(`is no ${operation}`);
  });

  it.each([
    ['itself', 'post', 'itself', 'DELETE'],
    ['another that was deleted with it', 'post', 'another', 'DELETE'],
    ['what nobody knows', 'post', 'nobody', 'DELETE'],
    ['another than its owner', 'comment', 'another', 'DELETE'],
    ['an owner that was changed only', 'comment', 'owner', 'UPDATE'],
  ] as const)('names as its cause not %s', async (_, type, named, fate) => {
    const [owner, another, comment] = await makePosts();
    const itself = type === 'post' ? owner : comment;
    const forged = forge(async (changeSet) => {
      await deleteRows('post', another);
      await record('post', changeSet, { id: another, operation: 'DELETE' });
      await deleteRows(type, itself);
      if (fate === 'UPDATE') {
        await forger.query(`update post set title = 'u', version = 2 where id = $1`, [owner]);
        await record('post', changeSet, { id: owner, operation: 'UPDATE' });
      }
      const cause_id = { itself, another, owner, nobody: randomUUID() }[named];
      await record(type, changeSet, { id: itself, operation: 'DELETE', cause_id });
    });
    await expect(forged).rejects.toThrow(`Version 2 of ${type} ${itself} names a cause that did not take it along.`);
  });

  it('names its owner, deleted with it, as its cause', async () => {
    const [owner, , comment] = await makePosts();
    await forge(async (changeSet) => {
      await deleteRows('comment', comment);
      await record('comment', changeSet, { id: comment, operation: 'DELETE', cause_id: owner });
      await deleteRows('post', owner);
      await record('post', changeSet, { id: owner, operation: 'DELETE' });
    });
    expect(await newestOf(comment)).toMatchObject({ version: 2, operation: 'DELETE' });
  });

  it('is the first by whoever makes the row, and not by the beginning of its history', async () => {
    const made = randomUUID();
    await forge(async () => {
      await forger.query('insert into tag (id, name) values ($1::uuid, $1)', [made]);
      const { rows } = await forger.query(`select palimpsest.begin_histories('tag', array[$1::uuid]) as count`, [made]);
      expect(rows).toEqual([{ count: '0' }]);
    });
    expect(await newestOf(made)).toMatchObject({ version: 1, operation: 'CREATE', actor_id: 'anybody' });
  });

  it('does not make a record that was there before', async () => {
    const before = randomUUID();
    await superuser.query('set session_replication_role = replica');
    await superuser.query('insert into tag (id, name, tenant_id) values ($1::uuid, $1, $2)', [before, tenant]);
    await superuser.query('set session_replication_role = origin');
    const forged = forge((changeSet) => record('tag', changeSet, { id: before, operation: 'CREATE' }));
    await expect(forged).rejects.toThrow(`The tag ${before} was there before this transaction`);
  });

  it.each([
    ['one that did', [], ['display_name', 'password_hash']],
    ['others besides', ['password_hash', 'email', 'nothing'], ['display_name', 'password_hash']],
  ])('tells of every sensitive column that changed, though its writer told of %s', async (_, redacted, changed) => {
    const user = await makeUser();
    await forge(async (changeSet) => {
      await forger.query(`update "user" set password_hash = 'b', display_name = 'C', version = 2 where id = $1`, [
        user,
      ]);
      await record('user', changeSet, { id: user, operation: 'UPDATE', redacted });
    });
    expect((await newestOf(user))['changed']).toEqual(changed);
  });

  it('tells of no sensitive column that did not', async () => {
    const user = await makeUser();
    await forge(async (changeSet) => {
      await forger.query(`update "user" set display_name = 'C', version = 2 where id = $1`, [user]);
      await record('user', changeSet, { id: user, operation: 'UPDATE', redacted: ['password_hash'] });
    });
    expect((await newestOf(user))['changed']).toEqual(['display_name']);
  });

  it('has the links that there are at the end', async () => {
    const post = randomUUID();
    await forger.query(`insert into post (id, title, slug, body) values ($1::uuid, 't', $1, 'b')`, [post]);
    await forge(async (changeSet) => {
      await forger.query('insert into post_tags (post_id, tag_id) values ($1, $2)', [post, tag]);
      await forger.query(`update post set title = 'changed', version = 2 where id = $1`, [post]);
      await record('post', changeSet, { id: post, operation: 'UPDATE' });
      await forger.query('delete from post_tags where post_id = $1', [post]);
    });
    expect(await newestOf(post)).toMatchObject({ version: 3, changed: ['tag_ids'], snapshot: { tag_ids: [] } });
  });

  it('has no place in the order of commit before it has committed', async () => {
    const sealed = forge(async (changeSet) => {
      await rename();
      await record('tag', changeSet, { id: tag, operation: 'UPDATE' });
      await forger.query('select palimpsest.seal_change_sets(100)');
    });
    await expect(sealed).rejects.toThrow('in a transaction of its own');
  });

  it('is not trimmed before its time, which is the database to tell', async () => {
    await superuser.query(`update retention_policy set history_days = 1 where entity_type = 'tag'`);
    await forge(async (changeSet) => {
      await forger.query(
        `update tag set name = name || '!', version = 2, updated_at = '2020-01-01', created_at = '2020-01-01' where id = $1`,
        [tag],
      );
      await record('tag', changeSet, { id: tag, operation: 'UPDATE' });
    });
    await forger.query(`select palimpsest.trim_history('tag', '00000000-0000-0000-0000-000000000000', 1000)`);
    const { rows } = await superuser.query('select version from entity_version where entity_id = $1 order by 1', [tag]);
    expect(rows).toEqual([{ version: 1 }, { version: 2 }]);
  });
});

describe('an event', () => {
  it('is stamped by the database', async () => {
    const request = randomUUID();
    await forger.query(`select palimpsest.record_event($1)`, [
      { action: 'session.signIn', actor_kind: 'USER', actor_id: 'anybody', request_id: request },
    ]);
    const { rows } = await superuser.query(
      `select tenant_id, version, change_set_id, occurred_at > clock_timestamp() - interval '1 minute' as now from audit_entry where request_id = $1`,
      [request],
    );
    expect(rows).toEqual([{ tenant_id: tenant, version: null, change_set_id: null, now: true }]);
  });

  it.each([
    'tag.update',
    'post.purge',
    'user.hold',
    'audit_entry.drop',
    'posts.delete',
    'users.create',
    'anything',
    'a.b.c',
    '',
    null,
  ])('is not called %s', async (action) => {
    await expect(forger.query(`select palimpsest.record_event($1)`, [{ action }])).rejects.toThrow(
      'An event cannot be called',
    );
  });
});

describe('a legal hold', () => {
  it.each(['evil', 'pg_class', 'change_set'])('is of no type %s', async (type) => {
    const forged = forge((changeSet) =>
      forger.query('insert into legal_hold (entity_id, entity_type, reason, change_set_id) values ($1, $2, $3, $4)', [
        tag,
        type,
        'r',
        changeSet,
      ]),
    );
    await expect(forged).rejects.toThrow(`${type} is not a versioned table`);
  });

  it.each([
    ['of another type', 'post', () => tag],
    ['that nobody has', 'tag', () => randomUUID()],
    ['of another organization', 'tag', () => othersTag()],
  ])('is on no record %s', async (_, type, makeId) => {
    const id = await makeId();
    const forged = forge((changeSet) =>
      forger.query(`insert into legal_hold (entity_id, entity_type, reason, change_set_id) values ($1, $2, 'r', $3)`, [
        id,
        type,
        changeSet,
      ]),
    );
    await expect(forged).rejects.toThrow(`There is no ${type} ${id}, so no legal hold can lie on it.`);
  });

  it('is on a removed record too, whose history there is', async () => {
    await forger.query('delete from tag where id = $1', [tag]);
    await forge((changeSet) =>
      forger.query(
        `insert into legal_hold (entity_id, entity_type, reason, change_set_id) values ($1, 'tag', 'r', $2)`,
        [tag, changeSet],
      ),
    );
  });
});

/** A tag of another organization. */
async function othersTag(): Promise<string> {
  const [other, id] = [randomUUID(), randomUUID()];
  await superuser.query(`insert into organization (id, slug, name) values ($1::uuid, $1, 'Other')`, [other]);
  await superuser.query('insert into tag (id, name, tenant_id) values ($1::uuid, $1, $2)', [id, other]);
  return id;
}

/** Two posts, and a comment of the first. */
async function makePosts(): Promise<[string, string, string]> {
  const [owner, another, comment] = [randomUUID(), randomUUID(), randomUUID()];
  for (const id of [owner, another]) {
    await forger.query(`insert into post (id, title, slug, body) values ($1::uuid, 't', $1, 'b')`, [id]);
  }
  await forger.query(`insert into comment (id, body, post_id) values ($1, 'c', $2)`, [comment, owner]);
  return [owner, another, comment];
}

function deleteRows(type: string, id: string) {
  return forger.query(`update ${type} set deleted_at = clock_timestamp(), version = 2 where id = $1`, [id]);
}

async function makeUser(): Promise<string> {
  const user = randomUUID();
  await forger.query(
    `insert into "user" (id, email, display_name, role, password_hash) values ($1::uuid, $2, 'B', 'VIEWER', 'a')`,
    [user, `${user}@example.com`],
  );
  return user;
}
