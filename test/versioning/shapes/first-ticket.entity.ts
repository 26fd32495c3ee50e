import { Collection, type Rel } from '@mikro-orm/core';
import { ManyToMany, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { User } from '../../../src/modules/user/user.entity.js';
import { mapVersioned } from '../../../src/versioning/model/map-versioned.js';
import { VersionedEntity } from '../../../src/versioning/index.js';

/** A ticket as it was at first. It has no GraphQL type: of one name there can be one. */
export class Ticket extends VersionedEntity {
  @Property()
  title!: string;

  @Property({ type: 'text', nullable: true })
  notes?: string | null;

  @Property({ type: 'text' })
  status!: string;

  @Property({ type: 'text', nullable: true })
  priority?: string | null;

  @Property({ type: 'json', columnType: 'jsonb', nullable: true })
  origin?: unknown;

  @ManyToOne(() => User, { nullable: true })
  reporter?: Rel<User> | null;

  @ManyToMany(() => Tag)
  tags = new Collection<Tag>(this);
}
mapVersioned(Ticket);
