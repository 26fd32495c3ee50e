import { Cascade, Collection, type Opt, type Rel } from '@mikro-orm/core';
import { Enum, ManyToMany, ManyToOne, OneToMany, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import {
  AtMost,
  connectionOf,
  DateTime,
  ExactJson,
  JSONObject,
  Timestamp,
  Versioned,
  VersionedEntity,
} from '../../../versioning/index.js';
import { Comment } from '../comment/comment.entity.js';
import { Tag } from '../tag/tag.entity.js';
import { User } from '../../user/user.entity.js';
import { PostStatus } from './post-status.js';

@Versioned({ label: 'title' })
export class Post extends VersionedEntity {
  @Field()
  @Property()
  title!: string;

  @Field()
  @Property()
  @Unique()
  slug!: string;

  @Field()
  @Property({ type: 'text' })
  body!: string;

  @Field(() => PostStatus)
  @Enum({ items: () => PostStatus, default: PostStatus.DRAFT })
  status: Opt<PostStatus> = PostStatus.DRAFT;

  @Field(() => DateTime, { nullable: true })
  @Property({ type: Timestamp, nullable: true })
  publishedAt?: string | null;

  @Field(() => JSONObject, { nullable: true })
  @Property({ type: ExactJson, nullable: true })
  metadata?: Record<string, unknown> | null;

  @Field(() => User, { nullable: true })
  @ManyToOne(() => User, { nullable: true })
  author?: Rel<User> | null;

  @AtMost(20)
  @Field(() => [Tag])
  @ManyToMany(() => Tag)
  tags = new Collection<Tag>(this);

  @Field(() => connectionOf(Comment))
  @OneToMany(() => Comment, (comment) => comment.post, { cascade: [Cascade.PERSIST, Cascade.REMOVE] })
  comments = new Collection<Comment>(this);
}
