import { Cascade, Collection, type Rel } from '@mikro-orm/core';
import { ManyToOne, OneToMany, Property } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { connectionOf, Versioned, VersionedEntity } from '../../src/versioning/index.js';

/** Owns its own kind: a tree. */
@Versioned()
export class Branch extends VersionedEntity {
  @Field()
  @Property()
  name!: string;

  @Field(() => Branch, { nullable: true })
  @ManyToOne(() => Branch, { nullable: true })
  parent?: Rel<Branch> | null;

  @Field(() => connectionOf(Branch))
  @OneToMany(() => Branch, (branch) => branch.parent, { cascade: [Cascade.PERSIST, Cascade.REMOVE] })
  branches = new Collection<Branch>(this);
}
