import { MikroORM } from '@mikro-orm/postgresql';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { Post } from '../../../src/modules/demo/post/post.entity.js';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { tenantSession } from '../../../src/tenancy/tenant-session.js';
import { Actor, ActorKind, ChangeSource, recordChanges } from '../../../src/versioning/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

const tenant = randomUUID();
const context = { actor: new Actor(ActorKind.USER, 'somebody'), source: ChangeSource.API };

let database: TestDatabase;
let orm: MikroORM;
let superuser: Client;
let tags: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  orm = await MikroORM.init(ormOptions({ url: database.applicationUrl }));
  superuser = new Client({ connectionString: database.superuserUrl });
  await superuser.connect();
  tags = await Promise.all([1, 2, 3, 4].map(() => create(Tag, { name: randomUUID() })));
});

afterAll(async () => {
  await superuser.end();
  await orm.close();
  await database.drop();
});

async function create(entity: typeof Tag | typeof Post, values: object): Promise<string> {
  const em = orm.em.fork({ session: tenantSession(tenant) });
  const { id } = await recordChanges(em, context, (changes) => changes.create(entity, { ...values }));
  return id;
}

function createPost(...tagIds: string[]): Promise<string> {
  return create(Post, { title: 't', slug: randomUUID(), body: 'b', tagIds });
}

/** Each post's versions, oldest first, as the tags they list and what they say has changed. */
async function recorded(post: string): Promise<{ tags: string[]; changed: string[] }[]> {
  const { rows } = await superuser.query(
    `select snapshot -> 'tag_ids' as tags, changed from entity_version where entity_id = $1 order by version`,
    [post],
  );
  return rows;
}

describe('A link that SQL moves', () => {
  it('from one owner to another gives both a version', async () => {
    const [from, to] = [await createPost(tags[0]!), await createPost()];
    await superuser.query('update post_tags set post_id = $1 where post_id = $2', [to, from]);
    expect((await recorded(from)).slice(1)).toEqual([{ tags: [], changed: ['tag_ids'] }]);
    expect((await recorded(to)).slice(1)).toEqual([{ tags: [tags[0]], changed: ['tag_ids'] }]);
  });

  it('to another target gives its owner one', async () => {
    const post = await createPost(tags[0]!);
    await superuser.query('update post_tags set tag_id = $1 where post_id = $2', [tags[1], post]);
    expect((await recorded(post)).slice(1)).toEqual([{ tags: [tags[1]], changed: ['tag_ids'] }]);
  });

  it('to another owner and target gives both owners one', async () => {
    const [from, to] = [await createPost(tags[0]!), await createPost()];
    await superuser.query('update post_tags set post_id = $1, tag_id = $3 where post_id = $2', [to, from, tags[1]]);
    expect((await recorded(from)).slice(1)).toEqual([{ tags: [], changed: ['tag_ids'] }]);
    expect((await recorded(to)).slice(1)).toEqual([{ tags: [tags[1]], changed: ['tag_ids'] }]);
  });

  it('in a swap gives each owner one', async () => {
    const [one, other] = [await createPost(tags[0]!), await createPost(tags[1]!)];
    const swap =
      'update post_tags set post_id = case post_id when $1 then $2::uuid else $1 end where post_id in ($1, $2)';
    await superuser.query(swap, [one, other]);
    expect((await recorded(one)).slice(1)).toEqual([{ tags: [tags[1]], changed: ['tag_ids'] }]);
    expect((await recorded(other)).slice(1)).toEqual([{ tags: [tags[0]], changed: ['tag_ids'] }]);
  });

  it('by MERGE or an upsert gives both owners one', async () => {
    const [from, to] = [await createPost(tags[0]!), await createPost()];
    await superuser.query(
      `merge into post_tags l using (select $1::uuid as id) s on l.post_id = s.id when matched then update set post_id = $2`,
      [from, to],
    );
    await superuser.query(
      `insert into post_tags (post_id, tag_id, tenant_id) values ($1, $2, $4)
       on conflict (tenant_id, post_id, tag_id) do update set post_id = $3`,
      [to, tags[0], from, tenant],
    );
    expect((await recorded(from)).map((version) => version.tags)).toEqual([[tags[0]], [], [tags[0]]]);
    expect((await recorded(to)).map((version) => version.tags)).toEqual([[], [tags[0]], []]);
  });

  it('and back in one transaction leaves no version', async () => {
    const [from, to] = [await createPost(tags[0]!), await createPost()];
    await superuser.query('begin');
    await superuser.query('update post_tags set post_id = $1 where post_id = $2', [to, from]);
    await superuser.query('update post_tags set post_id = $2 where post_id = $1', [to, from]);
    await superuser.query('commit');
    expect([await recorded(from), await recorded(to)]).toEqual([[expect.anything()], [expect.anything()]]);
  });
});

/** A statement on the links of some posts, by their places. */
const statement = fc.oneof(
  fc.record({ kind: fc.constant('insert'), post: fc.nat(2), tag: fc.nat(3) }),
  fc.record({ kind: fc.constant('delete'), post: fc.nat(2), tag: fc.nat(3) }),
  fc.record({ kind: fc.constant('move'), post: fc.nat(2), to: fc.nat(2), tag: fc.nat(3) }),
  fc.record({ kind: fc.constant('retarget'), post: fc.nat(2), tag: fc.nat(3), to: fc.nat(3) }),
  fc.record({ kind: fc.constant('rename'), post: fc.nat(2) }),
);

describe('Whatever SQL does with links in one transaction', () => {
  it('the newest version of each owner lists them as they are', async () => {
    const posts = await Promise.all([createPost(), createPost(), createPost()]);
    await fc.assert(
      fc.asyncProperty(fc.array(statement, { minLength: 1, maxLength: 6 }), async (statements) => {
        await superuser.query('begin');
        for (const { kind, ...at } of statements as { kind: string; post: number; tag: number; to: number }[]) {
          const [post, tag] = [posts[at.post], tags[at.tag]];
          const where = 'where post_id = $1 and tag_id = $2';
          if (kind === 'insert') {
            const insert =
              'insert into post_tags (post_id, tag_id, tenant_id) values ($1, $2, $3) on conflict do nothing';
            await superuser.query(insert, [post, tag, tenant]);
          } else if (kind === 'delete') {
            await superuser.query(`delete from post_tags ${where}`, [post, tag]);
          } else if (kind === 'rename') {
            await superuser.query('update post set title = title || $2 where id = $1', [post, '.']);
          } else {
            const column = kind === 'move' ? 'post_id' : 'tag_id';
            const target = kind === 'move' ? posts[at.to] : tags[at.to];
            const free = `not exists (select from post_tags o where ${kind === 'move' ? 'o.post_id = $3 and o.tag_id = $2' : 'o.post_id = $1 and o.tag_id = $3'})`;
            await superuser.query(`update post_tags set ${column} = $3 ${where} and ${free}`, [post, tag, target]);
          }
        }
        await superuser.query('commit');
        const { rows } = await superuser.query(
          `select p.id from post p join entity_version v on v.entity_id = p.id and v.version = p.version
           where p.id = any ($1) and v.snapshot -> 'tag_ids' <> coalesce(
             (select jsonb_agg(tag_id order by tag_id) from post_tags where post_id = p.id), '[]')`,
          [posts],
        );
        expect(rows).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});
