import { Collection, type Rel } from '@mikro-orm/core';
import { Enum, ManyToMany, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { Field, Int, registerEnumType } from 'type-graphql';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { User } from '../../../src/modules/user/user.entity.js';
import { DateTime, Timestamp, Versioned, VersionedEntity } from '../../../src/versioning/index.js';

export enum TicketStatus {
  TODO = 'TODO',
  DONE = 'DONE',
}
registerEnumType(TicketStatus, { name: 'TicketStatus' });

/** A ticket as it is today; see first-ticket.entity.ts for what it was, and reshape.ts for how it became this. */
@Versioned()
export class Ticket extends VersionedEntity {
  @Field()
  @Property()
  title!: string;

  @Field(() => String, { nullable: true })
  @Property({ type: 'text', nullable: true })
  summary?: string | null;

  @Field(() => TicketStatus)
  @Enum({ items: () => TicketStatus })
  status!: TicketStatus;

  @Field(() => Int, { nullable: true })
  @Property({ type: 'integer', nullable: true })
  priority?: number | null;

  @Field()
  @Property({ default: 'OTHER' })
  industry: string = 'OTHER';

  @Field(() => DateTime, { nullable: true })
  @Property({ type: Timestamp, nullable: true })
  dueAt?: string | null;

  @Field(() => User, { nullable: true })
  @ManyToOne(() => User, { nullable: true })
  owner?: Rel<User> | null;

  @Field(() => [Tag])
  @ManyToMany(() => Tag)
  tags = new Collection<Tag>(this);
}
