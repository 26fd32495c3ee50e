import { MikroORM } from '@mikro-orm/postgresql';
import { describe, expect, it } from 'vitest';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { entityOf } from '../../../src/versioning/model/entities.js';
import { columnOf, modelOf } from '../../../src/versioning/model/entity-model.js';
import { Comment } from '../../../src/modules/demo/comment/comment.entity.js';
import { Post } from '../../../src/modules/demo/post/post.entity.js';
import { User } from '../../../src/modules/user/user.entity.js';

/** Nobody asks a database what an entity is. */
const orm = new MikroORM(ormOptions({ url: 'postgresql://nobody@127.0.0.1:1/none' }));
const of = (entity: Parameters<typeof entityOf>[1]) => modelOf(entityOf(orm, entity));

describe('The model of an entity', () => {
  it('is derived once, and nobody changes it', () => {
    expect(of(Post)).toBe(of(Post));
    expect([of(Post), ...of(Post).columns].every((part) => Object.isFrozen(part))).toBe(true);
  });

  it('has columns as the table has them, and fields as clients call them', () => {
    expect(columnOf(entityOf(orm, Post), 'author')).toMatchObject({
      name: 'authorId',
      kind: 'reference',
      column: 'author_id',
      type: 'uuid',
      isOwner: false,
    });
    expect(of(Post).fields.find(({ kind }) => kind === 'links')).toMatchObject({
      name: 'tagIds',
      property: 'tags',
      column: 'tag_ids',
      link: { key: 'tag_ids', table: 'post_tags', owner: 'post_id', target: 'tag_id' },
    });
    expect(of(Post).fields.map(({ property }) => property)).not.toContain('deletedAt');
    expect(of(Post).outsideColumns).toEqual(['tenant_id']);
  });

  it('reads nothing that is sensitive', () => {
    expect(of(User).sensitiveKeys).toEqual(['password_hash']);
    expect(of(User).readable.map(({ column }) => column)).not.toContain('password_hash');
    expect(of(User).shown.map(({ name }) => name)).toContain('password');
    expect(of(User).comparedKeys).not.toContain('password_hash');
  });

  it('says what it owns, and what owns it', () => {
    const [owned] = of(Post).owned;
    expect(owned).toMatchObject({ name: 'comments', child: { class: Comment }, reference: { column: 'post_id' } });
    expect(of(Comment).owners.map(({ property, isOwner }) => [property, isOwner])).toEqual([['post', true]]);
  });

  it('knows no column of what has none', () => {
    expect(() => columnOf(entityOf(orm, Post), 'tags')).toThrow('Post.tags has no column of its own.');
  });
});
