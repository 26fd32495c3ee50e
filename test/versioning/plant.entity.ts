import { Property } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { Versioned, VersionedEntity } from '../../src/versioning/index.js';

/** Has what the API shows in part, or computes. */
@Versioned()
export class Plant extends VersionedEntity {
  @Field()
  @Property()
  name!: string;

  /** Private: mapped, and no `@Field`. */
  @Property({ nullable: true })
  place?: string | null;

  /** Computed: a `@Field`, and no column. */
  @Field(() => String)
  label(): string {
    return `${this.name}, version ${this.version}`;
  }
}
