import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findings } from '../../support/findings.js';
import { dataOf } from '../../support/graphql-client.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';
import { withSuperuser } from '../superuser.js';

let server: TestServer;
let postId: string;
let commentId: string;

beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server.stop());

beforeEach(async () => {
  postId = await createPost();
  const { createComment } = await ask<{ createComment: { comment: { id: string } } }>(
    'mutation ($postId: ID!) { createComment(input: { body: "c", postId: $postId }) { comment { id } } }',
    { postId },
  );
  commentId = createComment.comment.id;
});

async function ask<Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> {
  return dataOf(await server.graphql<Data>(query, variables));
}

async function createPost(): Promise<string> {
  const { createPost } = await ask<{ createPost: { post: { id: string } } }>(
    'mutation ($slug: String!) { createPost(input: { title: "t", slug: $slug, body: "b" }) { post { id } } }',
    { slug: randomUUID() },
  );
  return createPost.post.id;
}

function sql(statement: string, ...values: unknown[]) {
  return withSuperuser(server, (query) => query(statement, values));
}

async function trashed(): Promise<string[]> {
  const { trash } = await ask<{ trash: { nodes: { entity: { id: string } }[] } }>(
    '{ trash(first: 100) { nodes { entity { id } } } }',
  );
  return trash.nodes.map(({ entity }) => entity.id);
}

describe('A comment that the deletion of its post took along', () => {
  beforeEach(() =>
    ask('mutation ($id: ID!) { deletePost(input: { id: $id, expectedVersion: 1 }) { post { id } } }', { id: postId }),
  );

  it('is not in the trash beside its post', async () => {
    expect(await trashed()).toContain(postId);
    expect(await trashed()).not.toContain(commentId);
  });

  it('is in the trash once SQL has restored the post alone, and can be restored', async () => {
    await sql('update post set deleted_at = null where id = $1', postId);
    expect(await trashed()).toContain(commentId);
    await ask('mutation ($id: ID!) { restoreComment(input: { id: $id, expectedVersion: 2 }) { comment { id } } }', {
      id: commentId,
    });
    expect(await trashed()).not.toContain(commentId);
    expect(await findings(server)).toEqual([]);
  });

  it('stays in the trash for itself where the post is deleted anew without it', async () => {
    await sql('update post set deleted_at = null where id = $1', postId);
    await ask('mutation ($id: ID!) { deletePost(input: { id: $id, expectedVersion: 3 }) { post { id } } }', {
      id: postId,
    });
    expect(await trashed()).toEqual(expect.arrayContaining([postId, commentId]));
  });
});

describe('A legal hold', () => {
  async function hold(id: string): Promise<void> {
    await ask('mutation ($id: ID!) { placeLegalHold(input: { id: $id, reason: "case 7" }) { __typename } }', { id });
  }

  it.each<[string, () => string]>([
    ['a post', () => postId],
    ['a comment', () => commentId],
  ])('on %s keeps the comment where it is, whoever moves it', async (_what, held) => {
    const other = await createPost();
    await hold(held());
    await expect(sql('update comment set post_id = $1 where id = $2', other, commentId)).rejects.toThrow(
      `The comment ${commentId} is under a legal hold.`,
    );
    const move =
      'mutation ($id: ID!, $postId: ID!) { updateComment(input: { id: $id, expectedVersion: 1, patch: { postId: $postId } }) { comment { id } } }';
    const { errors } = await server.graphql(move, { id: commentId, postId: other });
    expect(errors[0]).toMatchObject({
      message: 'The Comment is under a legal hold.',
      extensions: {
        code: 'CONFLICT',
        entityType: 'Comment',
        id: commentId,
        expectedVersion: 1,
        currentVersion: 1,
        changedBy: { id: server.organization.users.ADMIN, kind: 'USER', displayName: expect.any(String) },
        changedAt: expect.any(String),
        deleted: false,
        baseKnown: true,
        theirChanges: [],
        conflicts: [],
        blockedBy: { entityType: 'Comment', id: commentId },
      },
    });
    await ask(
      'mutation ($id: ID!) { updateComment(input: { id: $id, expectedVersion: 1, patch: { body: "x" } }) { comment { id } } }',
      {
        id: commentId,
      },
    );
  });
});
