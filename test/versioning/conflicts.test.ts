import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Post } from '../../src/modules/demo/post/post.entity.js';
import { tenantSession } from '../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, recordChanges } from '../../src/versioning/index.js';
import type { Records } from '../conformance/records.js';
import { World } from '../conformance/world.js';
import { purgeExpired } from '../../src/database/tenants/purge-expired.js';
import { setRetention } from './retention/retention.js';

let world: World;
let posts: Records;
let users: Records;
beforeAll(async () => {
  world = await World.open({});
  posts = world.of('Post');
  users = world.of('User');
});
afterAll(() => world.close());

const draft = { title: 'Vellum', slug: 'vellum', body: 'Calfskin.' };

async function refusal(records: Records, id: string, expectedVersion: number, patch: object) {
  return (await records.refused('update', { id, expectedVersion, patch: patch as never })).extensions;
}

describe('A form that sends all of its fields', () => {
  it('is told of the fields that only others changed, though it contests none of them', async () => {
    const { id } = await posts.create({ ...draft, slug: 'form' });
    await posts.update(id, 1, { body: 'Calfskin, limed.' });
    const form = { ...draft, slug: 'form', title: 'On vellum' };
    expect(await refusal(posts, id, 1, form)).toMatchObject({
      theirChanges: [{ field: 'body', base: 'Calfskin.', theirs: 'Calfskin, limed.' }],
      conflicts: [],
    });
  });

  it('is told of every field that differs, where retention has let go of the version it started from', async () => {
    const { id } = await posts.create({ ...draft, slug: 'lost' });
    await posts.update(id, 1, { body: 'second' });
    await posts.update(id, 2, { body: 'third' });
    await setRetention(world.server, { Post: { historyVersions: 1 } });
    await purgeExpired(world.server.orm);
    await setRetention(world.server, {});
    expect(await refusal(posts, id, 1, { ...draft, slug: 'lost', title: 'On vellum' })).toMatchObject({
      baseKnown: false,
      theirChanges: [],
      conflicts: [
        { field: 'title', base: null, theirs: 'Vellum', yours: 'On vellum' },
        { field: 'body', base: null, theirs: 'third', yours: 'Calfskin.' },
      ],
    });
  });
});

describe('A password that others changed', () => {
  const redacted = { field: 'password', base: null, theirs: null, redacted: true };

  it('is among their changes, without values, and contested where it is wanted', async () => {
    const { id } = await users.create({ email: 'p@acme.example', displayName: 'P', role: 'VIEWER' });
    await users.update(id, 1, { password: 'theirs, a long one' });
    await users.update(id, 2, { displayName: 'P.' });
    const patch = { password: 'mine, a long one' };
    expect(await refusal(users, id, 1, patch)).toMatchObject({
      theirChanges: [{ field: 'displayName', base: 'P', theirs: 'P.' }, redacted],
      conflicts: [{ ...redacted, yours: null }],
    });
    expect(await refusal(users, id, 2, patch)).toMatchObject({
      theirChanges: [{ field: 'displayName', base: 'P', theirs: 'P.' }],
      conflicts: [],
    });
    // Where nothing is known of the base, it may have changed.
    expect(await refusal(users, id, 9, patch)).toMatchObject({ conflicts: [{ ...redacted, yours: null }] });
  });
});

describe('Who changed a record', () => {
  it('is named, also after she is deleted', async () => {
    const ann = await users.create({ email: 'ann@acme.example', displayName: 'Ann', role: 'EDITOR' });
    const { id } = await posts.create({ ...draft, slug: 'named' });
    await change(new Actor(ActorKind.USER, ann.id), id);
    await users.delete(ann.id, 1);
    expect(await refusal(posts, id, 1, {})).toMatchObject({ changedBy: { id: ann.id, displayName: 'Ann' } });
  });

  it.each([
    [ActorKind.USER, 'nobody of ours'],
    [ActorKind.SERVICE, 'importer'],
  ])('has no name as a %s who is no user here', async (kind, actorId) => {
    const { id } = await posts.create({ ...draft, slug: `unnamed ${kind}` });
    await change(new Actor(kind, actorId), id);
    expect(await refusal(posts, id, 1, {})).toMatchObject({ changedBy: { id: actorId, kind, displayName: null } });
  });
});

describe('A program that flushes what it read without a lock', () => {
  it('is told as much as any other writer', async () => {
    const { id } = await posts.create({ ...draft, slug: 'unlocked' });
    const late = record(async (em) => {
      const post = await em.findOneOrFail(Post, id);
      await posts.update(id, 1, { title: 'theirs', body: 'theirs' });
      post.title = 'yours';
      await em.flush();
    });
    await expect(late).rejects.toMatchObject({
      code: 'CONFLICT',
      details: {
        entityType: 'Post',
        id,
        expectedVersion: 1,
        currentVersion: 2,
        changedBy: { displayName: 'acme ADMIN' },
        baseKnown: true,
        theirChanges: [
          { field: 'title', base: 'Vellum', theirs: 'theirs' },
          { field: 'body', base: 'Calfskin.', theirs: 'theirs' },
        ],
        conflicts: [{ field: 'title', base: 'Vellum', theirs: 'theirs', yours: 'yours' }],
      },
    });
  });
});

function record<T>(work: (em: SqlEntityManager) => Promise<T>, actor = new Actor(ActorKind.SERVICE, 'test')) {
  const em = world.server.orm.em.fork({ session: tenantSession(world.server.organization.id) }) as SqlEntityManager;
  return recordChanges(em, { actor, source: ChangeSource.CLI }, ({ em }) => work(em));
}

function change(actor: Actor, id: string): Promise<void> {
  return record(async (em) => {
    (await em.findOneOrFail(Post, id)).title = actor.toString();
  }, actor);
}
