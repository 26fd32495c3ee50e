import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client } from 'pg';
import { readEachTenant } from '../../../src/database/each-tenant.js';
import { type Finding, verify } from '../../../src/versioning/index.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';

let server: TestServer;
let superuser: Client;
let post: string;
let comment: string;
let tag: string;

beforeAll(async () => {
  server = await startTestServer();
  await server.addOrganization('globex');
  const created = await server.graphql<Record<string, Record<string, { id: string }>>>(
    `mutation {
      tag: createTag(input: { name: "t" }) { tag { id } }
      user: createUser(input: { email: "p@acme.example", displayName: "P", role: VIEWER, password: "a password" }) { user { id } }
      post: createPost(input: { title: "1", slug: "p", body: "" }) { post { id } }
    }`,
  );
  const data = dataOf(created);
  tag = data.tag!.tag!.id;
  post = data.post!.post!.id;
  await mutate(
    `updatePost(input: { id: "${post}", expectedVersion: 1, patch: { title: "2", tagIds: ["${tag}"] } }) { post { id } }`,
  );
  await mutate(`updatePost(input: { id: "${post}", expectedVersion: 2, patch: { title: "3" } }) { post { id } }`);
  const commented = await mutate(`createComment(input: { postId: "${post}", body: "c" }) { comment { id } }`);
  comment = (commented.createComment as { comment: { id: string } }).comment.id;
  superuser = new Client({ connectionString: server.database.superuserUrl });
  await superuser.connect();
});

afterAll(async () => {
  await superuser.end();
  await server.stop();
});

it('finds nothing where nothing is wrong, deleted and removed records included', async () => {
  await mutate(`deletePost(input: { id: "${post}", expectedVersion: 3 }) { post { id } }`);
  await mutate(`restorePost(input: { id: "${post}", expectedVersion: 4 }) { post { id } }`);
  const gone = await mutate('createTag(input: { name: "gone" }) { tag { id } }');
  await superuser.query('delete from tag where id = $1', [(gone.createTag as { tag: { id: string } }).tag.id]);
  expect(await findings()).toEqual([]);
});

// Each is planted with triggers off, found, and undone.
it.each([
  [
    'a version is deleted',
    () => `delete from entity_version where entity_id = '${post}' and version = 2`,
    'versions are 1 to n',
  ],
  [
    'a version is edited',
    () =>
      `update entity_version set snapshot = snapshot || '{"title": "forged"}' where entity_id = '${post}' and version = 2`,
    'before and after of an audit entry',
  ],
  [
    'the newest snapshot lacks a column',
    () => `update entity_version set snapshot = snapshot - 'status' where entity_id = '${post}' and version = 5`,
    'the newest snapshot equals the row',
  ],
  [
    'a version is one too many',
    () => `insert into entity_version (entity_id, version, entity_type, operation, snapshot, changed, change_set_id, tenant_id)
      select entity_id, 6, entity_type, operation, snapshot, changed, change_set_id, tenant_id from entity_version
      where entity_id = '${post}' and version = 5`,
    'the newest snapshot equals the row',
  ],
  [
    'an audit entry is missing',
    () => `delete from audit_entry where entity_id = '${post}' and version = 2`,
    'exactly one audit entry',
  ],
  [
    'an audit entry is doubled',
    () => `insert into audit_entry (action, entity_type, entity_id, version, before, after, change_set_id, tenant_id)
      select action, entity_type, entity_id, version, before, after, change_set_id, tenant_id from audit_entry
      where entity_id = '${post}' and version = 2`,
    'exactly one audit entry',
  ],
  [
    'an audit entry tells of no version',
    () => `update audit_entry set version = 77 where entity_id = '${post}' and version = 2`,
    'each audit entry of a change has its version',
  ],
  [
    'a row is changed',
    () => `update post set title = 'forged' where id = '${post}'`,
    'the newest snapshot equals the row',
  ],
  ['a link is removed', () => `delete from post_tags where post_id = '${post}'`, 'the newest snapshot equals the row'],
  ['a row is removed', () => `delete from comment where id = '${comment}'`, 'ends in a tombstone'],
  [
    'a child lives under a deleted parent',
    () => `update post set deleted_at = clock_timestamp() where id = '${post}'`,
    'no living child stands under a deleted parent',
  ],
  [
    'a deletion names another change set',
    () => `update comment set deleted_in = gen_random_uuid(), deleted_at = clock_timestamp() where id = '${comment}'`,
    'name the change set that deleted them',
  ],
  [
    'a version is of another transaction than its change set',
    () =>
      `update change_set set xid = '1' where id = (select change_set_id from entity_version where entity_id = '${post}' and version = 2)`,
    'one change set, of the same transaction',
  ],
  [
    'a reference leaves the tenant',
    () =>
      `update comment set author_id = (select u.id from "user" u where u.tenant_id <> comment.tenant_id limit 1) where id = '${comment}'`,
    'references point at records of the same tenant',
  ],
  [
    'a snapshot holds a hash',
    () => `update entity_version set snapshot = snapshot || '{"password_hash": "x"}' where entity_type = 'user'`,
    'no snapshot holds a sensitive column',
  ],
])('finds that %s', async (_title, statement, requirement) => {
  const tables = ['post', 'comment', 'post_tags', 'entity_version', 'audit_entry', 'change_set'];
  await superuser.query('set session_replication_role = replica');
  for (const table of tables) await superuser.query(`create temporary table saved_${table} as table ${table}`);
  await superuser.query(statement());
  const found = await findings();
  for (const table of tables) {
    await superuser.query(`delete from ${table}`);
    await superuser.query(`insert into ${table} table saved_${table}`);
    await superuser.query(`drop table saved_${table}`);
  }
  await superuser.query('set session_replication_role = origin');
  expect(found.map((finding) => finding.requirement)).toEqual(
    expect.arrayContaining([expect.stringContaining(requirement)]),
  );
  expect(await findings()).toEqual([]);
});

async function mutate(field: string): Promise<Record<string, unknown>> {
  return dataOf(await server.graphql<Record<string, unknown>>(`mutation { ${field} }`));
}

async function findings(): Promise<Finding[]> {
  const found: Finding[] = [];
  await readEachTenant(server.orm, async (em) => void found.push(...(await verify(em))));
  return found;
}
