import { type EntityMetadata, MikroORM } from '@mikro-orm/postgresql';
import { Property } from '@mikro-orm/decorators/legacy';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { Post } from '../../../src/modules/demo/post/post.entity.js';
import { User } from '../../../src/modules/user/user.entity.js';
import { rowOf } from '../../../src/versioning/read/rows/row-decoder.js';
import { Versioned, VersionedEntity } from '../../../src/versioning/index.js';

@Versioned()
class Shelf extends VersionedEntity {
  private kept?: string;

  @Property({ accessor: true })
  set label(label: string) {
    this.kept = label.trim();
  }

  get label(): string {
    return this.kept!;
  }

  @Property()
  place!: string;

  where(): string {
    return `${this.place} ${this.version}`;
  }
}

let orm: MikroORM;
beforeAll(async () => {
  orm = await MikroORM.init(ormOptions({ url: 'postgresql://localhost/none', additionalEntities: [Shelf] }));
});
afterAll(() => orm.close());

const metaOf = (entity: { new (): object }) => orm.getMetadata().get(entity) as EntityMetadata;
const ids = ['0197f3a0-0000-7000-8000-000000000001', '0197f3a0-0000-7000-8000-000000000002'] as const;

it('a row is a plain object of its class: its values cost no setter, and computed methods work', () => {
  const post = rowOf<Post>(
    metaOf(Post),
    { id: ids[0], title: 'Title', version: 3, author_id: ids[1] },
    orm.em.getPlatform(),
  );
  expect(post).toBeInstanceOf(Post);
  expect(post.author).toBeInstanceOf(User);
  for (const row of [post, post.author!]) {
    const properties = Object.values(Object.getOwnPropertyDescriptors(row));
    expect(properties.length).toBeGreaterThan(0);
    expect(properties.every((property) => property.enumerable && 'value' in property)).toBe(true);
    expect(Reflect.ownKeys(row)).not.toContain('__helper');
  }
  expect(Object.keys(post)).toEqual(['id', 'version', 'title', 'author']);
  expect(post.body).toBeUndefined();
  const shelf = rowOf<Shelf>(metaOf(Shelf), { id: ids[0], place: 'left', version: 2 }, orm.em.getPlatform());
  expect(shelf.where()).toBe('left 2');
});

it('what an entity sets by a setter of its own is set by it', () => {
  const shelf = rowOf<Shelf>(metaOf(Shelf), { id: ids[0], label: ' books ' }, orm.em.getPlatform());
  expect(shelf.label).toBe('books');
});

it('records that are loaded to be changed keep the setters by which changes are noticed', () => {
  const post = orm.em.fork().map(Post, { id: ids[0], title: 'Title', version: 3 });
  post.title = 'Another';
  const { get } = Object.getOwnPropertyDescriptor(post, 'title')!;
  expect(get?.call(post)).toBe('Another');
});
