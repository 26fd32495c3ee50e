import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Property } from '@mikro-orm/decorators/legacy';
import { sql } from 'kysely';
import { setTimeout as delay } from 'node:timers/promises';
import { Field, Resolver } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashPassword } from '../../../src/auth/password.js';
import { Post } from '../../../src/modules/demo/post/post.entity.js';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { User } from '../../../src/modules/user/user.entity.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import {
  Actor,
  ActorKind,
  type Changes,
  ChangeSource,
  LegalHolds,
  Purges,
  recordChanges,
  Sensitive,
  Versioned,
  VersionedEntity,
  VersionedResolver,
} from '../../../src/versioning/index.js';
import { World } from '../../conformance/world.js';

/** Something whose secret takes longer to hash than anything else takes. */
@Versioned()
class Safe extends VersionedEntity {
  @Field()
  @Property()
  name!: string;

  @Sensitive({ as: 'code', store: async (code) => (await delay(1500), hashPassword(code)) })
  @Property({ type: 'text', nullable: true })
  codeHash?: string | null;
}

@Resolver(() => Safe)
class SafeResolver extends VersionedResolver(Safe) {}

let world: World;
beforeAll(async () => {
  world = await World.open({ additionalEntities: [Safe], additionalResolvers: [SafeResolver] });
});
afterAll(() => world.close());

const actor = new Actor(ActorKind.SERVICE, 'test');
const password = 'a password that takes its time';
const ended = /has ended/;
let count = 0;

function record<T>(work: (changes: Changes) => Promise<T>): Promise<T> {
  const em = world.server.orm.em.fork({ session: tenantSession(world.server.organization.id) }) as SqlEntityManager;
  return recordChanges(em, { actor, source: ChangeSource.CLI }, work);
}

async function makeUser(): Promise<string> {
  const email = `user${(count += 1)}@acme.example`;
  return (await world.of('User').create({ email, displayName: 'Ann', role: 'VIEWER' })).id;
}

async function makeTag(name = `tag ${(count += 1)}`): Promise<string> {
  return (await world.of('Tag').create({ name })).id;
}

/** How many versions a record has by what is stored, once everything that was begun has come to its end. */
async function versionOf(id: string): Promise<number> {
  await delay(500);
  const [row] = await world.rows('select max(version) as version from entity_version where entity_id = $1', [id]);
  return row!['version'] as number;
}

/** What a promise becomes; none is left that nobody listens to. */
const outcomeOf = (promise: Promise<unknown>) => promise.then(String, String);

describe('Work that fails', () => {
  it(
    'takes back what was asked for at the same time, though a password is still being hashed',
    { tags: ['slow'] },
    async () => {
      const tag = await makeTag();
      const { id: safe } = await world.of('Safe').create({ name: 'safe' });
      await world.of('Tag').touch(tag, 1);
      const before = await world.ledger();
      for (const order of [
        [0, 1],
        [1, 0],
      ]) {
        const work = record((changes) => {
          const both = [
            () => changes.update(Tag, tag, 1, { name: 'stale' }),
            () => changes.update(Safe, safe, 1, { code: password }),
          ];
          return Promise.all(order.map((n) => both[n]!()));
        });
        await expect(work).rejects.toMatchObject({ code: 'CONFLICT' });
        await delay(2000);
        expect(await versionOf(safe)).toBe(1);
      }
      expect(await world.ledger()).toBe(before);
    },
  );

  it('waits for the change under way, which is refused', async () => {
    const user = await makeUser();
    const before = await world.ledger();
    let change: Promise<string> | undefined;
    const work = record(async (changes) => {
      change = outcomeOf(changes.update(User, user, 1, { password }));
      await sql`select 1`.execute(changes.em.getKysely());
      throw new Error('second thoughts');
    });
    await expect(work).rejects.toThrow('second thoughts');
    expect(await change).toMatch(ended);
    expect(await versionOf(user)).toBe(1);
    expect(await world.ledger()).toBe(before);
  });

  it('takes back what a program flushes by itself, too late', async () => {
    const user = await makeUser();
    const before = await world.ledger();
    let late: Promise<string> | undefined;
    const work = record(async ({ em }) => {
      const found = await em.findOneOrFail(User, user);
      late = outcomeOf(
        delay(300).then(() => {
          found.displayName = 'too late';
          return em.flush();
        }),
      );
      throw new Error('second thoughts');
    });
    await expect(work).rejects.toThrow('second thoughts');
    expect(await late).toMatch(ended);
    expect(await versionOf(user)).toBe(1);
    expect(await world.ledger()).toBe(before);
  });
});

describe('Changes that are asked for at once', () => {
  it('make one version each', async () => {
    const [first, second] = [await makeUser(), await makeUser()];
    await record((changes) =>
      Promise.all([first, second].map((id) => changes.update(User, id, 1, { displayName: 'Anna', password }))),
    );
    expect([await versionOf(first), await versionOf(second)]).toEqual([2, 2]);
  });

  it('and not awaited are made before the transaction ends, and fail it', async () => {
    const [user, tag] = [await makeUser(), await makeTag()];
    await record((changes) => {
      void changes.update(User, user, 1, { password });
      return Promise.resolve();
    });
    expect(await versionOf(user)).toBe(2);
    const work = record((changes) => {
      void changes.update(User, user, 2, { password });
      void changes.update(Tag, tag, 7, { name: 'stale' });
      return Promise.resolve();
    });
    await expect(work).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await versionOf(user)).toBe(2);
  });
});

describe('A change that is refused', () => {
  it('leaves nothing of itself to what follows', async () => {
    const [post, tag] = [(await world.of('Post').create()).id, await makeTag()];
    await record(async (changes) => {
      const refused = changes.update(Post, post, 1, { title: 'half', metadata: 'no object', slug: 'a\0b' });
      await expect(refused).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
      await changes.update(Tag, tag, 1, { name: `whole ${tag}` });
    });
    expect([await versionOf(post), await versionOf(tag)]).toEqual([1, 2]);
  });
});

describe('A deletion of which others were announced', () => {
  it('takes its own along, whatever becomes of the others', async () => {
    const other = (await world.of('Post').create()).id;
    const tag = await makeTag();
    for (const stranger of [
      { entity: Post, id: other, expectedVersion: 7 },
      { entity: Post, id: tag, expectedVersion: 1 },
      { entity: Tag, id: tag, expectedVersion: 7 },
    ]) {
      const { id, state } = await world.of('Comment').create();
      const post = state['postId'] as string;
      const ids = new Map<typeof Post | typeof Tag, Set<string>>([
        [Post, new Set([post, other, tag])],
        [Tag, new Set([tag])],
      ]);
      await record(async (changes) => {
        const deleted = [{ entity: Post, id: post, expectedVersion: 1 }, stranger];
        await changes.lockAhead(ids, { written: [], deleted });
        await changes.delete(Post, post, 1);
      });
      expect(await Promise.all([post, id, other, tag].map(versionOf))).toEqual([2, 2, 1, 1]);
    }
  });
});

describe('After its transaction', () => {
  const uses: [string, (changes: Changes, id: string) => unknown][] = [
    ['a change', (changes, id) => changes.update(Tag, id, 1, { name: 'late' })],
    ['a lock', (changes, id) => changes.lockAhead(new Map([[Tag, new Set([id])]]))],
    ['a purge', (changes, id) => new Purges(changes).one(Tag, id, 1)],
    ['a hold', (changes, id) => new LegalHolds(changes).place(id, 'late')],
    ['a flush', ({ em }, id) => (em.assign(em.getReference(Tag, id), { name: 'late' }), em.flush())],
    ['a new entity', ({ em }) => (em.persist(Object.assign(new Tag(), { name: 'late' })), em.flush())],
    ['a read', ({ em }) => em.find(Tag, {})],
    ['a transaction', ({ em }) => em.transactional(() => Promise.resolve())],
    ['a write past the unit of work', ({ em }) => em.nativeUpdate(Tag, {}, { name: 'late' })],
    ['SQL', ({ em }) => em.execute('select 1')],
    ['Kysely', ({ em }) => sql`select 1`.execute(em.getKysely())],
  ];

  it.each(['committed', 'rolled back'])('that was %s nothing is done with what it gave out', async (how) => {
    const tag = await makeTag();
    let kept: Changes | undefined;
    const work = record(async (changes) => {
      kept = changes;
      await changes.em.findOne(Tag, tag);
      if (how === 'rolled back') throw new Error(how);
    });
    await outcomeOf(work);
    const before = await world.ledger();
    for (const [what, use] of uses) {
      const outcome = await outcomeOf(Promise.resolve().then(() => use(kept!, tag)));
      expect(`${what}: ${outcome}`).toMatch(ended);
    }
    expect(await world.ledger()).toBe(before);
  });
});
