import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.graphql('mutation { createPost(input: { title: "T", slug: "s", body: "B" }) { post { id } } }');
});
afterAll(() => server.stop());

const refusal = async (query: string, filter?: object) => {
  const { errors } = await server.graphql(query, filter && { filter });
  return errors.map(({ message, extensions }) => `${extensions.code}: ${message}`);
};

describe('null in a filter', () => {
  const posts = 'query ($filter: PostFilter) { posts(filter: $filter) { totalCount } }';
  const audit = 'query ($filter: AuditFilter) { auditLog(filter: $filter) { totalCount } }';

  it.each([
    ['authorId', { authorId: null }],
    ['status', { status: null }],
    ['createdAt', { and: [{ createdAt: null }] }],
  ])('where a comparison should be is refused, and never means everything: %s', async (field, filter) => {
    expect(await refusal(posts, filter)).toEqual([
      `BAD_USER_INPUT: ${field} cannot be null; leave it out, or use isNull.`,
    ]);
  });

  it.each(['and', 'or', 'not'])('where conditions should be is refused: %s', async (field) => {
    expect(await refusal(posts, { [field]: null })).toEqual([`BAD_USER_INPUT: ${field} cannot be null; leave it out.`]);
    expect(await refusal(`{ posts(filter: { ${field}: null }) { totalCount } }`)).toEqual([
      `BAD_USER_INPUT: ${field} cannot be null; leave it out.`,
    ]);
  });

  it.each(['action', 'actorId', 'entityType', 'entityId', 'changeSetId', 'from', 'to'])(
    'of the audit log is refused: %s',
    async (field) => {
      expect(await refusal(audit, { [field]: null })).toEqual([
        `BAD_USER_INPUT: ${field} cannot be null; leave it out.`,
      ]);
    },
  );

  it.each([
    ['eq cannot be null; use isNull.', { status: { eq: null } }],
    ['in takes at most 1000 values.', { or: [{ status: { in: Array.from({ length: 1001 }, () => 'DRAFT') } }] }],
  ])(
    'where a value should be, or too many values, is refused by the name of the field: %s',
    async (message, filter) => {
      expect((await server.graphql(posts, { filter })).errors).toMatchObject([
        { message, extensions: { code: 'BAD_USER_INPUT', field: 'status' } },
      ]);
    },
  );

  it('in place of the whole filter is none', async () => {
    expect((await server.graphql('{ posts(filter: null) { totalCount } }')).data).toEqual({ posts: { totalCount: 1 } });
  });
});

describe('a type that is not there', () => {
  it.each([
    ['types', '{ trash(types: ["Post", "Pots"]) { totalCount } }'],
    ['entityType', '{ auditLog(filter: { entityType: "Pots" }) { totalCount } }'],
  ])('is refused wherever a filter names types: %s', async (place, query) => {
    expect(await refusal(query)).toEqual([
      `BAD_USER_INPUT: ${place}: there is no type "Pots"; there are Comment, Post, Tag, User.`,
    ]);
  });
});

describe('a part of time that ends before it begins', () => {
  it.each(['history(id: "01a21b0f-0000-7000-8000-000000000000", ', 'changeSets(', 'auditLog('])(
    'is refused, wherever it stands: %s...)',
    async (list) => {
      const filter = '{ from: "2026-05-02T01:00:00+02:00", to: "2026-05-01T22:59:59Z" }';
      expect((await server.graphql(`{ ${list}filter: ${filter}) { totalCount } }`)).errors).toMatchObject([
        {
          message: 'from: 2026-05-01T23:00:00.000000Z is later than to: 2026-05-01T22:59:59.000000Z.',
          extensions: { code: 'BAD_USER_INPUT', fields: ['from', 'to'] },
        },
      ]);
    },
  );
});
