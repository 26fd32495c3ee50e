import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Comment } from '../../../src/modules/demo/comment/comment.entity.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { RecordReader } from '../../../src/versioning/index.js';
import { asSuperuser } from '../../support/cluster.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';

const allPastReferences = 'select entity_id, target_id, entity_type from past_reference order by 1, 2';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

it('the comments that a post had are found as they were, though they moved, were deleted or are gone, and none else', async () => {
  const post = await createPost('one');
  const other = await createPost('other');
  const [stays, moves, trashed, purged, gone, came] = (await createComments([post, post, post, post, post, other])) as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  const instants = [await touch(post)];
  await server.graphql(
    `mutation($moves: ID!, $to: ID!, $trashed: ID!, $purged: ID!) {
      updateComment(input: { id: $moves, expectedVersion: 1, patch: { postId: $to } }) { comment { id } }
      a: deleteComment(input: { id: $trashed, expectedVersion: 1 }) { comment { id } }
      b: deleteComment(input: { id: $purged, expectedVersion: 1 }) { comment { id } }
    }`,
    { moves, to: other, trashed, purged },
  );
  instants.push(await touch(post));
  await bySql(
    `update comment set post_id = '${post}' where id = '${came}';
     delete from comment where id in ('${purged}', '${gone}')`,
  );
  instants.push(await touch(post));

  const seen = await Promise.all(instants.map((version) => commentsOf(post, version)));
  expect(seen).toEqual([
    { ids: [stays, moves, trashed, purged, gone], totalCount: 5 },
    { ids: [stays, gone], totalCount: 2 },
    { ids: [stays, came], totalCount: 2 },
  ]);
});

it('for tables that come to be watched, what was referred to before is found in their history', async () => {
  const kept = (await bySql(allPastReferences)).rows;
  expect(kept.length).toBeGreaterThan(0);
  const { rows } = await bySql(
    `delete from past_reference; select palimpsest.begin_past_references(); ${allPastReferences}`,
  );
  expect(rows).toEqual(expect.arrayContaining(kept));
});

it('a list of children of the past reads what refers to their owner, not all that there ever was', async () => {
  const post = await createPost('small');
  const crowd = await createPost('crowd');
  await createComments([post, post]);
  const version = await touch(post);
  await bySql(`insert into comment (id, body, post_id, tenant_id)
    select gen_random_uuid(), 'b', '${crowd}', '${server.organization.id}' from generate_series(1, 1000);
    analyze`);
  const em = server.orm.em.fork({ session: tenantSession(server.organization.id) });
  await em.begin({ readOnly: true });
  try {
    const { rows } = await sql<{ changeSet: string }>`
      select change_set_id as "changeSet" from entity_version where entity_id = ${post} and version = ${version}`.execute(
      em.getKysely(),
    );
    const readBefore = await versionsRead();
    const page = (await new RecordReader(em, rows[0]!).lists(Comment, { first: 10 }, 'post', [post]))(post);
    expect([page.items.length, await page.totalCount()]).toEqual([2, 2]);
    expect((await versionsRead()) - readBefore).toBeLessThan(20);
  } finally {
    await em.rollback();
  }

  async function versionsRead(): Promise<number> {
    const { rows } = await sql<{ count: number }>`
      select (seq_tup_read + idx_tup_fetch)::int as count from pg_stat_xact_user_tables where relname = 'entity_version'`.execute(
      em.getKysely(),
    );
    return rows[0]!.count;
  }
});

it('what stands below a snapshot costs what it costs, also in a fragment that stands elsewhere too', async () => {
  const relations = 'comments(first: 1) { totalCount }';
  const versions = `history(id: "${server.organization.id}", first: 100) { nodes { ... on PostVersion { snapshot { ...R } } } }`;
  const query = `{ posts(first: 1) { nodes { ...R } } ${versions} } fragment R on Post { ${relations} }`;
  const { errors } = await server.graphql(query);
  expect(errors[0]?.extensions).toMatchObject({ code: 'QUERY_TOO_COMPLEX', limit: 'cost' });
  expect((await server.graphql(query.replace('first: 100', 'first: 20'))).errors[0]?.extensions.code).toBe('NOT_FOUND');
});

async function createPost(slug: string): Promise<string> {
  const answer = await server.graphql<{ createPost: { post: { id: string } } }>(
    'mutation($slug: String!) { createPost(input: { title: "t", slug: $slug, body: "" }) { post { id } } }',
    { slug },
  );
  return dataOf(answer).createPost.post.id;
}

async function createComments(posts: readonly string[]): Promise<string[]> {
  const fields = posts.map(
    (post, n) => `c${n}: createComment(input: { postId: "${post}", body: "b" }) { comment { id } }`,
  );
  const answer = await server.graphql<Record<string, { comment: { id: string } }>>(`mutation { ${fields.join(' ')} }`);
  return Object.values(dataOf(answer)).map(({ comment }) => comment.id);
}

/** Makes a version of a post, whose instant is now. */
async function touch(id: string): Promise<number> {
  const { rows } = await bySql(`update post set title = title || '.' where id = '${id}' returning version`);
  return (rows as { version: number }[])[0]!.version;
}

async function commentsOf(id: string, version: number): Promise<{ ids: string[]; totalCount: number }> {
  const answer = await server.graphql<Past>(
    `query($id: ID!, $version: Int!) { version(id: $id, version: $version) { ... on PostVersion {
      snapshot { comments { totalCount nodes { id } } } } } }`,
    { id, version },
  );
  const { nodes, totalCount } = dataOf(answer).version.snapshot.comments;
  return { ids: nodes.map((comment) => comment.id), totalCount };
}

function bySql(statements: string): Promise<{ rows: unknown[] }> {
  return asSuperuser(server.database.superuserUrl, async (client) => {
    await client.query(`set app.tenant_id = '${server.organization.id}'`);
    const results = await client.query(statements);
    return Array.isArray(results) ? (results as { rows: unknown[] }[]).at(-1)! : results;
  });
}

interface Past {
  version: { snapshot: { comments: { totalCount: number; nodes: { id: string }[] } } };
}
