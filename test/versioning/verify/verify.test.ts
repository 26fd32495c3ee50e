import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEachTenant } from '../../../src/database/tenants/each-tenant.js';
import { type Finding, verify } from '../../../src/versioning/index.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { faults, type Subjects } from './fault.js';

let server: TestServer;
let superuser: Client;
let subjects: Subjects;

beforeAll(async () => {
  server = await startTestServer();
  await server.addOrganization('globex');
  superuser = new Client({ connectionString: server.database.superuserUrl });
  await superuser.connect();
  subjects = await writeSubjects();
});

afterAll(async () => {
  await superuser.end();
  await server.stop();
});

it('finds nothing where nothing is wrong, deleted and removed records included', async () => {
  expect(await findings()).toEqual([]);
});

describe('finds that', () => {
  const titles = Object.keys(faults({ post: '', comment: '', moved: '', removed: '', tag: '', gone: '', user: '' }));

  it.each(titles)('%s', async (title) => {
    const { statement, requirement, named, version } = faults(subjects)[title]!;
    const found = await findingsAfter(statement);
    const finding = found.find((candidate) => candidate.requirement.includes(requirement));
    expect(finding?.first).toContainEqual(expect.objectContaining({ id: subjects[named], version }));
  });
});

describe('finds nothing wrong with', () => {
  const trimmed = (before: number) =>
    `delete from entity_version where entity_id = '${subjects.post}' and version < ${before};
     insert into history_start (entity_id, entity_type, version, tenant_id)
     select id, 'post', ${before}, tenant_id from post where id = '${subjects.post}'`;

  it.each([2, 3, 5])('a history that retention lets begin with version %i', async (first) => {
    expect(await findingsAfter(trimmed(first))).toEqual([]);
  });

  it('a purged record whose history is gone too', async () => {
    const statement = `
      insert into history_start (entity_id, entity_type, version, tenant_id)
      select entity_id, entity_type, version + 1, tenant_id from tombstone where entity_id = '${subjects.gone}';
      delete from entity_version where entity_id = '${subjects.gone}'`;
    expect(await findingsAfter(statement)).toEqual([]);
  });

  it('versions and tombstones whose month of the audit log was dropped', async () => {
    const statement = `
      delete from audit_entry where entity_id in ('${subjects.post}', '${subjects.gone}');
      insert into audit_drop (starts_at, ends_at, entries)
      select date_trunc('month', now()), date_trunc('month', now()) + interval '1 month', 5`;
    expect(await findingsAfter(statement)).toEqual([]);
  });

  it('a column that a migration has dropped since', async () => {
    const at = `entity_id = '${subjects.post}' and version = 2`;
    const statement = `
      update entity_version set snapshot = snapshot || '{"dropped": 7}', changed = changed || '["dropped"]' where ${at};
      update audit_entry set before = before || '{"dropped": null}', after = after || '{"dropped": 7}' where ${at}`;
    expect(await findingsAfter(statement)).toEqual([]);
  });

  it('a purge and a legal hold, which have audit entries of their own', async () => {
    const { id } = await create('tag', 'createTag(input: { name: "purged" }) { tag { id } }');
    await mutate(`deleteTag(input: { id: "${id}", expectedVersion: 1 }) { tag { id } }`);
    await superuser.query('delete from tag where id = $1', [id]);
    await superuser.query('begin');
    await superuser.query(`select set_config('app.tenant_id', $1, true)`, [server.organization.id]);
    await superuser.query(
      `insert into legal_hold (entity_id, entity_type, reason, change_set_id)
       select $1, 'post', 'a lawsuit', palimpsest.change_set_of_transaction()`,
      [subjects.post],
    );
    await superuser.query('delete from legal_hold');
    await superuser.query('commit');
    const { rows } = await superuser.query('select action from audit_entry where entity_id in ($1, $2)', [
      id,
      subjects.post,
    ]);
    expect(rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['tag.purge', 'post.hold', 'post.release']),
    );
    expect(await findings()).toEqual([]);
  });
});

describe('finds of the order of commit that', () => {
  beforeAll(async () => {
    await superuser.query('select palimpsest.seal_change_sets(100000)');
  });

  it('nothing is wrong where nothing is', async () => {
    const { rows } = await superuser.query<{ topics: number }>('select count(*)::int as topics from change_set_topic');
    expect(rows[0]!.topics).toBeGreaterThan(20);
    expect(await findings()).toEqual([]);
  });

  const second = `tenant_id = (select tenant_id from post limit 1) and place = 2`;
  it.each([
    ['a place is missing', 'without a gap', `delete from sealed_change_set where ${second}`],
    ['a change set that had committed has none', 'has a place', `delete from sealed_change_set where ${second}`],
    [
      'a time of commit is another',
      'times of commit',
      `update sealed_change_set set committed_at = committed_at - interval '1 day' where ${second}`,
    ],
    [
      'two have changed their instants',
      'the instant right after',
      `update sealed_change_set s set instant = o.instant from sealed_change_set o
       where s.tenant_id = o.tenant_id and s.place in (2, 3) and o.place = 5 - s.place`,
    ],
    ['a topic is missing', 'found by what it is about', `delete from change_set_topic where topic = 'title'`],
    [
      'a topic is of a version that is not there',
      'by nothing that none of its versions is about',
      `insert into change_set_topic (tenant_id, entity_type, topic, place)
       select tenant_id, 'user', 'slug', place from sealed_change_set where ${second}`,
    ],
    [
      'an empty change set says that it undid another',
      'what undid something',
      `insert into change_set (id, tenant_id, actor_kind, actor_id, source, undoes_id)
       select gen_random_uuid(), tenant_id, 'USER', 'x', 'API', change_set_id from sealed_change_set where ${second}`,
    ],
    [
      'summaries leave out a place',
      'summaries follow each other',
      `insert into change_set_summary (tenant_id, first_place, last_place)
       select tenant_id, 2, 65 from sealed_change_set where ${second}`,
    ],
  ])('%s', async (_what, requirement, statement) => {
    const found = await findingsAfter(statement);
    expect(found.map((finding) => finding.requirement)).toContainEqual(expect.stringContaining(requirement));
  });
});

async function writeSubjects(): Promise<Subjects> {
  const linked = await create('tag', 'createTag(input: { name: "linked" }) { tag { id } }');
  const tag = await create('tag', 'createTag(input: { name: "deleted" }) { tag { id } }');
  const gone = await create('tag', 'createTag(input: { name: "gone" }) { tag { id } }');
  const user = await create(
    'user',
    'createUser(input: { email: "p@acme.example", displayName: "P", role: VIEWER, password: "a password" }) { user { id } }',
  );
  const post = await create('post', 'createPost(input: { title: "1", slug: "p", body: "" }) { post { id } }');
  const update = (expectedVersion: number, patch: string) =>
    mutate(
      `updatePost(input: { id: "${post.id}", expectedVersion: ${expectedVersion}, patch: ${patch} }) { post { id } }`,
    );
  await update(1, `{ title: "2", tagIds: ["${linked.id}"] }`);
  await update(2, '{ title: "3", metadata: { n: 1 } }');
  const comment = await create(
    'comment',
    `createComment(input: { postId: "${post.id}", body: "c" }) { comment { id } }`,
  );
  const other = await create('post', 'createPost(input: { title: "o", slug: "o", body: "" }) { post { id } }');
  const ofOther = `createComment(input: { postId: "${other.id}", body: "c" }) { comment { id } }`;
  await create('comment', ofOther);
  const moved = await create('comment', ofOther);
  await mutate(
    `updateComment(input: { id: "${moved.id}", expectedVersion: 1, patch: { postId: "${post.id}" } }) { comment { id } }`,
  );
  const removed = await create('comment', ofOther);
  await superuser.query('delete from comment where id = $1', [removed.id]);
  await mutate(`deletePost(input: { id: "${other.id}", expectedVersion: 1 }) { post { id } }`);
  await mutate(`restorePost(input: { id: "${other.id}", expectedVersion: 2 }) { post { id } }`);
  await update(3, '{ status: PUBLISHED }');
  await superuser.query('update post set body = $1 where id = $2', ['long '.repeat(5000), post.id]);
  await mutate(`deleteTag(input: { id: "${tag.id}", expectedVersion: 1 }) { tag { id } }`);
  await superuser.query('delete from tag where id = $1', [gone.id]);
  return {
    post: post.id,
    comment: comment.id,
    moved: moved.id,
    removed: removed.id,
    tag: tag.id,
    gone: gone.id,
    user: user.id,
  };
}

async function create(type: string, field: string): Promise<{ id: string }> {
  const payload = (await mutate(field))[field.slice(0, field.indexOf('('))] as Record<string, { id: string }>;
  return payload[type]!;
}

async function mutate(field: string): Promise<Record<string, unknown>> {
  return dataOf(await server.graphql<Record<string, unknown>>(`mutation { ${field} }`));
}

/** Does it with triggers and foreign keys off, looks, and puts everything back as it was. */
async function findingsAfter(statement: string): Promise<Finding[]> {
  const tables = [
    'post',
    'comment',
    'tag',
    'post_tags',
    'entity_version',
    'audit_entry',
    'change_set',
    'tombstone',
    'past_reference',
    'sealed_change_set',
    'change_set_topic',
  ];
  const emptied = ['history_start', 'audit_drop', 'change_set_summary'];
  await superuser.query('set session_replication_role = replica');
  for (const table of tables) await superuser.query(`create temporary table saved_${table} as table ${table}`);
  const key = `select conname from pg_constraint where conname = 'entity_version_pkey'`;
  try {
    await superuser.query(statement);
    return await findings();
  } finally {
    for (const table of emptied) await superuser.query(`delete from ${table}`);
    for (const table of tables) {
      await superuser.query(`delete from ${table}`);
      await superuser.query(`insert into ${table} table saved_${table}`);
      await superuser.query(`drop table saved_${table}`);
    }
    if ((await superuser.query(key)).rowCount === 0) {
      await superuser.query('alter table entity_version add primary key (entity_id, version)');
    }
    await superuser.query('set session_replication_role = origin');
  }
}

async function findings(): Promise<Finding[]> {
  const found: Finding[] = [];
  await readEachTenant(server.orm, async (sessions) => void found.push(...(await verify(sessions))), 2);
  return found;
}
