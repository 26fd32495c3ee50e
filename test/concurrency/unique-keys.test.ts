import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { type Change, inBatches, mustMutate, mutate, type Outcome, times } from './mutate.js';

const rounds = 30;

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.stop());

describe('of two who want the same slug at the same time, one gets it and the other learns who has it', () => {
  it('when both create', async () => {
    await race(slugs(), (slug) => [create(slug), create(slug)]);
  });

  it('when one restores and the other creates', async () => {
    const wanted = slugs();
    const ids = await createDeleted(wanted);
    await race(wanted, (slug, n) => [['restorePost', { id: ids[n], expectedVersion: 2 }], create(slug)]);
  });

  it('when both restore, each with a comment', async () => {
    const wanted = slugs();
    const [ones, others] = [await createDeleted(wanted), await createDeleted(wanted)];
    await race(wanted, (_, n) => [
      ['restorePost', { id: ones[n], expectedVersion: 2 }],
      ['restorePost', { id: others[n], expectedVersion: 2 }],
    ]);
  });

  it('when one updates and the other reverts', async () => {
    const wanted = slugs();
    const renamed = await mustMutate(server, wanted.map(create));
    await mustMutate(server, renamed.map(rename(slugs(), 1)));
    const others = await mustMutate(server, slugs().map(create));
    await race(wanted, (slug, n) => [
      ['revertPost', { id: renamed[n], expectedVersion: 2, toVersion: 1 }],
      ['updatePost', { id: others[n], expectedVersion: 1, patch: { slug } }],
    ]);
  });

  it('when each wants two, in opposite orders', async () => {
    const [ones, others] = [slugs().slice(0, 6), slugs().slice(0, 6)];
    const outcomes = await inBatches(ones, (one, n) =>
      Promise.all([
        mutate(server, [create(one), create(others[n]!)]),
        mutate(server, [create(others[n]!), create(one)]),
      ]),
    );
    for (const of of outcomes) expectOneWinner(of);
  });
});

it('a slug that its holder gives up meanwhile is either free or taken, never an unexpected failure', async () => {
  const wanted = slugs();
  const holders = await mustMutate(server, wanted.map(create));
  const codes = await inBatches(wanted, async (slug, n) => {
    const [given, taken] = await Promise.all([
      mutate(server, [rename([`${slug}-old`], 1)(holders[n]!, 0)]),
      mutate(server, [create(slug)]),
    ]);
    expect(given.code).toBe('DONE');
    return taken.code;
  });
  expect(new Set([...codes, 'DONE', 'ALREADY_EXISTS'])).toEqual(new Set(['DONE', 'ALREADY_EXISTS']));
});

it('a slug that the operation itself has just taken is named, without a holder that no longer is', async () => {
  const [slug = ''] = slugs();
  const [id] = await createDeleted([slug]);
  const { code, error } = await mutate(server, [create(slug), ['restorePost', { id, expectedVersion: 2 }]]);
  expect({ code, extensions: error?.extensions }).toMatchObject({
    code: 'ALREADY_EXISTS',
    extensions: { entityType: 'Post', field: 'slug' },
  });
  expect(error?.extensions).not.toHaveProperty('conflictingId');
});

async function race(wanted: readonly string[], rivalsOf: (slug: string, n: number) => [Change, Change]): Promise<void> {
  const outcomes = await inBatches(wanted, (slug, n) =>
    Promise.all(rivalsOf(slug, n).map((rival) => mutate(server, [rival]))),
  );
  for (const of of outcomes) expectOneWinner(of);
}

function expectOneWinner(outcomes: readonly Outcome[]): void {
  expect(outcomes.map(({ code }) => code).toSorted()).toEqual(['ALREADY_EXISTS', 'DONE']);
  const { error } = outcomes.find(({ code }) => code === 'ALREADY_EXISTS')!;
  const { made } = outcomes.find(({ code }) => code === 'DONE')!;
  expect(error?.extensions).toMatchObject({ entityType: 'Post', field: 'slug', fields: ['slug'] });
  expect(made.map(({ id }) => id)).toContain(error?.extensions['conflictingId']);
}

function slugs(): string[] {
  const run = Math.random().toString(36).slice(2);
  return times(rounds, (n) => `${run}-${n}`);
}

function create(slug: string): Change {
  return ['createPost', { title: 'T', slug, body: '' }];
}

function rename(names: readonly string[], expectedVersion: number): (id: string, n: number) => Change {
  return (id, n) => ['updatePost', { id, expectedVersion, patch: { slug: names[n] } }];
}

/** Deleted posts, each with a comment that its deletion took along. */
async function createDeleted(wanted: readonly string[]): Promise<string[]> {
  const ids = await mustMutate(server, wanted.map(create));
  await mustMutate(
    server,
    ids.map((postId): Change => ['createComment', { postId, body: '' }]),
  );
  await mustMutate(
    server,
    ids.map((id): Change => ['deletePost', { id, expectedVersion: 1 }]),
  );
  return ids;
}
