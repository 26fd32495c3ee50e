import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Comment } from '../../../src/modules/demo/comment/comment.entity.js';
import { Post } from '../../../src/modules/demo/post/post.entity.js';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { User } from '../../../src/modules/user/user.entity.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, recordChanges } from '../../../src/versioning/index.js';
import { World } from '../../conformance/world.js';
import { statementsDuring } from '../../support/statements.js';

let world: World;
beforeAll(async () => {
  world = await World.open({});
});
afterAll(() => world.close());

const actor = new Actor(ActorKind.SERVICE, 'test');

function manager(): SqlEntityManager {
  return world.server.orm.em.fork({ session: tenantSession(world.server.organization.id) }) as SqlEntityManager;
}

/** Works with entities as a program of one's own would, in one recorded transaction. */
function record<T>(work: (em: SqlEntityManager) => Promise<T>): Promise<T> {
  return recordChanges(manager(), { actor, source: ChangeSource.CLI }, async ({ em }) => {
    const result = await work(em);
    await em.flush();
    return result;
  });
}

function read<T>(work: (em: SqlEntityManager) => Promise<T>): Promise<T> {
  return manager().transactional((em) => work(em as SqlEntityManager));
}

/** Versions of records as `operation version`, by id, oldest first. */
async function versionsOf(...ids: string[]): Promise<string[][]> {
  const rows = await world.rows<{ id: string; text: string }>(
    `select entity_id as id, operation || ' ' || version as text from entity_version where entity_id = any ($1) order by version`,
    [ids],
  );
  return ids.map((id) => rows.filter((row) => row.id === id).map(({ text }) => text));
}

async function makeTag(name: string): Promise<string> {
  return (await world.of('Tag').create({ name })).id;
}

describe('A flush', () => {
  it('records each entity that changes, and none that does not', async () => {
    const ids = await Promise.all(['a', 'b', 'c'].map(makeTag));
    await record(async (em) => {
      const [a, b, c] = await Promise.all(ids.map((id) => em.findOneOrFail(Tag, id)));
      a!.name = 'a2';
      b!.name = 'b2';
      c!.name = 'x';
      c!.name = 'c';
    });
    expect(await versionsOf(...ids)).toEqual([['CREATE 1', 'UPDATE 2'], ['CREATE 1', 'UPDATE 2'], ['CREATE 1']]);
  });

  it('makes a version each time, also of one record in one transaction', async () => {
    const id = await makeTag('often');
    await record(async (em) => {
      const tag = await em.findOneOrFail(Tag, id);
      for (const name of ['often 2', 'often 3']) {
        tag.name = name;
        await em.flush();
      }
    });
    expect(await versionsOf(id)).toEqual([['CREATE 1', 'UPDATE 2', 'UPDATE 3']]);
    expect(await world.of('Tag').read(id)).toMatchObject({ version: 3, state: { name: 'often 3' } });
  });

  it.each(['first', 'last'])('gives a unique key to one after the other gave it up, who is made %s', async (made) => {
    const name = `key of who is ${made}`;
    const ids = [
      await makeTag(made === 'first' ? name : `${name}, not`),
      await makeTag(made === 'last' ? name : `${name}, not`),
    ];
    if (made === 'last') ids.reverse();
    await record(async (em) => {
      const [giver, taker] = [await em.findOneOrFail(Tag, ids[0]!), await em.findOneOrFail(Tag, ids[1]!)];
      giver.name = `${name}, no more`;
      taker.name = name;
    });
    expect(await versionsOf(...ids)).toEqual([
      ['CREATE 1', 'UPDATE 2'],
      ['CREATE 1', 'UPDATE 2'],
    ]);
  });

  it('turns remove into a soft deletion', async () => {
    const id = await makeTag('removed');
    await record(async (em) => void em.remove(await em.findOneOrFail(Tag, id)));
    expect(await versionsOf(id)).toEqual([['CREATE 1', 'DELETE 2']]);
    expect(await world.of('Tag').read(id, 'ONLY')).toMatchObject({
      version: 2,
      deletedBy: { id: 'test', kind: 'SERVICE' },
    });
  });

  it('never loses the row of a record that is removed and made anew under the same key', async () => {
    const id = await makeTag('anew');
    const remake = async (em: SqlEntityManager, between: () => Promise<void>) => {
      em.remove(await em.findOneOrFail(Tag, id));
      await between();
      const tag = Object.assign(new Tag(), { name: 'anew' });
      em.persist(tag);
      return tag.id;
    };
    // In one flush the ORM inserts before it updates, and the deletion is an update here.
    const atOnce = record((em) => remake(em, async () => undefined));
    await expect(atOnce).rejects.toMatchObject({ code: 'ALREADY_EXISTS', details: { conflictingId: id } });
    expect(await versionsOf(id)).toEqual([['CREATE 1']]);

    const next = await record((em) => remake(em, () => em.flush()));
    expect(await versionsOf(id, next)).toEqual([['CREATE 1', 'DELETE 2'], ['CREATE 1']]);
    expect(await world.of('Tag').read(id, 'ONLY')).toMatchObject({ state: { name: 'anew' } });
    expect(await world.of('Tag').read(next)).toMatchObject({ version: 1, state: { name: 'anew' } });
  });

  it('takes changed links for a change of their owner', async () => {
    const posts = world.of('Post');
    const { id } = await posts.create();
    const tag = await makeTag('linked');
    await record(async (em) => {
      const post = await em.findOneOrFail(Post, id, { populate: ['tags'] });
      post.tags.add(em.getReference(Tag, tag));
    });
    expect(await versionsOf(id)).toEqual([['CREATE 1', 'UPDATE 2']]);
    expect((await posts.read(id))?.state['tagIds']).toContain(tag);
    const [version] = await world.rows('select changed from entity_version where entity_id = $1 and version = 2', [id]);
    expect(version).toEqual({ changed: ['tag_ids'] });
  });

  it('deletes what a removed record owns', async () => {
    const { id, state } = await world.of('Comment').create();
    const postId = state['postId'] as string;
    await record(async (em) => void em.remove(await em.findOneOrFail(Post, postId)));
    expect(await versionsOf(postId, id)).toEqual([
      ['CREATE 1', 'DELETE 2'],
      ['CREATE 1', 'DELETE 2'],
    ]);
  });

  it.each<[string, (em: SqlEntityManager, id: string) => Post | Promise<Post>]>([
    ['was read', (em, id) => em.findOneOrFail(Post, id)],
    ['is merely referred to', (em, id) => em.getReference(Post, id)],
  ])('locks once what %s and is removed with what it owns', async (_how, find) => {
    const { id, state } = await world.of('Comment').create();
    const postId = state['postId'] as string;
    const sent = await statementsDuring(() => record(async (em) => void em.remove(await find(em, postId))));
    const locks = (table: string) => sent.filter((text) => text.includes(`"${table}" `) && text.endsWith('for update'));
    expect(locks('post')).toHaveLength(1);
    expect(locks('comment')).toHaveLength(1);
    expect(await versionsOf(postId, id)).toEqual([
      ['CREATE 1', 'DELETE 2'],
      ['CREATE 1', 'DELETE 2'],
    ]);
  });

  it('removes nothing that others have changed since it was read, nor what that owns', async () => {
    const { id, state } = await world.of('Comment').create();
    const postId = state['postId'] as string;
    const removal = record(async (em) => {
      em.remove(await em.findOneOrFail(Post, postId));
      await world.of('Post').update(postId, 1, { title: 'changed meanwhile' });
    });
    await expect(removal).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await versionsOf(postId, id)).toEqual([['CREATE 1', 'UPDATE 2'], ['CREATE 1']]);
  });

  it('lets nobody write who made or changed a record, when, and whether it is deleted', async () => {
    const forged = {
      createdBy: 'USER:me',
      createdAt: '2001-01-01T00:00:00.000000Z',
      updatedBy: 'USER:me',
      updatedAt: '2001-01-01T00:00:00.000000Z',
      deletedBy: 'USER:me',
      deletedAt: '2001-01-01T00:00:00.000000Z',
    };
    const service = { id: 'test', kind: 'SERVICE' };
    const id = await record(async (em) => {
      const tag = Object.assign(new Tag(), { name: 'stamped', ...forged });
      em.persist(tag);
      return tag.id;
    });
    const made = (await world.of('Tag').read(id))!;
    expect(made).toMatchObject({ createdBy: service, updatedBy: service, deletedBy: null, deletedAt: null });
    expect(made.createdAt > '2020').toBe(true);

    await record(async (em) => {
      const tag = Object.assign(await em.findOneOrFail(Tag, id), { name: 'stamped 2', ...forged });
      await em.flush();
      expect(tag).toMatchObject({ createdBy: 'SERVICE:test', createdAt: made.createdAt, deletedAt: null });
    });
    const { createdAt, createdBy } = made;
    const changed = (await world.of('Tag').read(id))!;
    expect(changed).toMatchObject({ version: 2, createdAt, createdBy, updatedBy: service, deletedAt: null });
    expect(changed.updatedAt > createdAt).toBe(true);
  });
});

describe('History that cannot be written', () => {
  it('keeps the change from being made, where a version is missing', async () => {
    const id = await makeTag('gap');
    await world.of('Tag').update(id, 1, { name: 'gap 2' });
    await world.rows('delete from entity_version where entity_id = $1 and version = 2', [id]);
    const before = await world.ledger();
    const { data, errors } = await world.of('Tag').send('update', { id, expectedVersion: 2, patch: { name: 'gap 3' } });
    expect(data ?? null).toBeNull();
    expect(errors[0]!.extensions.code).toBe('INTERNAL_SERVER_ERROR');
    expect(await world.ledger()).toBe(before);
  });

  it.each(['entity_version', 'audit_entry', 'change_set'])(
    'keeps the change from being made, where %s takes no rows',
    async (table) => {
      const id = await makeTag(`closed ${table}`);
      await world.rows(
        `create trigger closed before insert on ${table} for each row execute function palimpsest.refuse()`,
      );
      const before = await world.ledger();
      const change = world.of('Tag').send('update', { id, expectedVersion: 1, patch: { name: `closed ${table} 2` } });
      const { errors } = await change.finally(() => world.rows(`drop trigger closed on ${table}`));
      expect(errors[0]!.extensions.code).toBe('INTERNAL_SERVER_ERROR');
      expect(await world.ledger()).toBe(before);
      await world.of('Tag').update(id, 1, { name: `closed ${table} 2` });
    },
  );
});

describe('The soft-delete filter', () => {
  it('holds for finding, counting and populating', async () => {
    const comments = world.of('Comment');
    const { state } = await comments.create();
    const postId = state['postId'] as string;
    const gone = await comments.create({ body: 'gone', postId });
    await comments.delete(gone.id, 1);
    await read(async (em) => {
      expect(await em.count(Comment, { post: postId })).toBe(1);
      expect(await em.find(Comment, { post: postId })).toHaveLength(1);
      expect(await em.findOne(Comment, gone.id)).toBeNull();
      const post = await em.findOneOrFail(Post, postId, { populate: ['comments'] });
      expect(post.comments.getItems()).toHaveLength(1);
      expect(await em.count(Post, { comments: { body: 'gone' } })).toBe(0);
      expect(await em.count(Comment, { post: postId }, { filters: false })).toBe(2);
    });
  });

  it('never hides a record for what it refers to', async () => {
    const posts = world.of('Post');
    const { id, state } = await posts.create();
    await world.of('User').delete(state['authorId'] as string, 1);
    await read(async (em) => {
      expect(await em.findOne(Post, id)).not.toBeNull();
      expect(await em.findOne(Post, id, { populate: ['author'] })).not.toBeNull();
      expect(await em.count(Post, { author: state['authorId'] as string })).toBe(1);
      expect(await em.count(User, { id: state['authorId'] as string })).toBe(0);
    });
  });
});
