import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Client,
  createClient,
  type ErrorDetails,
  isAlreadyExists,
  isBadUserInput,
  isConflict,
  isForbidden,
  isInvalidDocument,
  isNotFound,
  isTooComplex,
  isUnauthenticated,
  PalimpsestError,
  TypedDocumentString,
} from '../../sdk/src/index.js';
import { errorCodes } from '../../src/versioning/errors/error-codes.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

/** The error that a call must end with. */
async function errorOf<TCode extends string>(
  call: Promise<unknown>,
  guard: (error: unknown) => error is PalimpsestError<TCode>,
): Promise<PalimpsestError<TCode>> {
  const outcome = await call.catch((error: unknown) => error);
  if (!guard(outcome)) throw new Error(`Another outcome: ${String(outcome)}`);
  return outcome;
}

describe('errors of the client', () => {
  let server: TestServer;
  let client: Client;
  const as = (token: string) => createClient({ url: `${server.url}/graphql`, token });

  beforeAll(async () => {
    server = await startTestServer();
    client = as(server.organization.tokens.ADMIN);
  });
  afterAll(() => server.stop());

  it('narrow a conflict to what is needed to settle it', async () => {
    const { post } = await client.posts.create({ title: 'base', slug: 'conflict', body: '' });
    await client.posts.update({ id: post.id, expectedVersion: 1, patch: { title: 'theirs' } });
    const stale = client.posts.update({ id: post.id, expectedVersion: 1, patch: { title: 'yours' } });
    const error = await errorOf(stale, isConflict);
    expect(error.code satisfies 'CONFLICT').toBe('CONFLICT');
    expect(error.details).toMatchObject({
      entityType: 'Post',
      id: post.id,
      expectedVersion: 1,
      currentVersion: 2,
      changedBy: { id: server.organization.users.ADMIN, kind: 'USER', displayName: 'acme ADMIN' },
      deleted: false,
      baseKnown: true,
      theirChanges: [{ field: 'title', base: 'base', theirs: 'theirs' }],
      conflicts: [{ field: 'title', base: 'base', theirs: 'theirs', yours: 'yours' }],
    });
    expect(error.details.changedAt satisfies string).toMatch(/^\d{4}-.+\.\d{6}Z$/);
    expect(error.path).toEqual(['updatePost']);
    expect(error.requestId).toEqual(expect.any(String));
    expect(error.errors).toHaveLength(1);
  });

  it('narrow a taken unique key to who has it', async () => {
    const { tag } = await client.tags.create({ name: 'taken' });
    const error = await errorOf(client.tags.create({ name: 'taken' }), isAlreadyExists);
    expect(error.details).toMatchObject({ entityType: 'Tag', field: 'name', conflictingId: tag.id });
  });

  it('say which record stands in the way of a restore', async () => {
    const { post } = await client.posts.create({ title: 'parent', slug: 'parent', body: '' });
    const { comment } = await client.comments.create({ postId: post.id, body: 'child' });
    await client.posts.delete({ id: post.id, expectedVersion: 1 });
    const error = await errorOf(client.comments.restore({ id: comment.id, expectedVersion: 2 }), isConflict);
    expect(error.details.blockedBy).toEqual({ entityType: 'Post', id: post.id });
  });

  it('have a guard for every refusal', async () => {
    const id = '018f0000-0000-7000-8000-00000000ffff';
    await errorOf(client.posts.delete({ id, expectedVersion: 1 }), isNotFound);
    await errorOf(client.posts.page({ first: -1 }), isBadUserInput);
    await errorOf(client.posts.create({ title: 'a\0b', slug: 'nul', body: '' }), isBadUserInput);
    await errorOf(as(server.organization.tokens.VIEWER).tags.create({ name: 'no' }), isForbidden);
    await errorOf(as('no.valid.token').posts.page(), isUnauthenticated);
    await errorOf(createClient({ url: `${server.url}/graphql` }).posts.page(), isUnauthenticated);
    await errorOf(client.request(new TypedDocumentString('{ nothing }'), {}), isInvalidDocument);
    await errorOf(client.request(new TypedDocumentString('{'), {}), isInvalidDocument);
    const flood = Array.from({ length: 500 }, (_, index) => `a${index}: viewer { id }`).join(' ');
    const { details } = await errorOf(client.request(new TypedDocumentString(`{ ${flood} }`), {}), isTooComplex);
    expect(details.limit).toBe('aliases');
  });

  it('know every code of the server', () => {
    const known: Record<keyof ErrorDetails, true> & Record<keyof typeof errorCodes, true> = {
      UNAUTHENTICATED: true,
      FORBIDDEN: true,
      NOT_FOUND: true,
      BAD_USER_INPUT: true,
      CONFLICT: true,
      ALREADY_EXISTS: true,
      PLAN_STALE: true,
      QUERY_TOO_COMPLEX: true,
      RATE_LIMITED: true,
      UNAVAILABLE: true,
      TIMEOUT: true,
      INTERNAL_SERVER_ERROR: true,
      GRAPHQL_PARSE_FAILED: true,
      GRAPHQL_VALIDATION_FAILED: true,
      REQUEST_TIMEOUT: true,
      NETWORK_ERROR: true,
      BAD_RESPONSE: true,
    };
    expect(Object.keys(known)).toEqual(expect.arrayContaining(Object.keys(errorCodes)));
  });

  it('carry codes that a newer server may send', () => {
    const error = new PalimpsestError('NEWER_CODE', 'x', { extensions: { code: 'NEWER_CODE', detail: 1 } });
    expect(error.details['detail']).toBe(1);
    expect(isConflict(error)).toBe(false);
    expect(isConflict(new Error('CONFLICT'))).toBe(false);
  });

  it('are no conflict of a record where they name none', () => {
    const lost = new PalimpsestError('CONFLICT', 'x', { extensions: { code: 'CONFLICT', baseKnown: false } });
    expect(isConflict(lost)).toBe(false);
    expect(isConflict(new PalimpsestError('CONFLICT', 'x', { extensions: { currentVersion: 2 } }))).toBe(true);
  });
});
