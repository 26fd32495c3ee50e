import type { Rel } from '@mikro-orm/core';
import { ManyToOne } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { expect, it } from 'vitest';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { Versioned, VersionedEntity, VersionedResolver } from '../../../src/versioning/index.js';

@Versioned()
class Label extends VersionedEntity {
  @Field(() => Tag)
  @ManyToOne(() => Tag)
  tag!: Rel<Tag>;
}

it('A reference that must have a value to clients is refused, for its record may be deleted', () => {
  expect(() => VersionedResolver(Label)).toThrow(
    'Label.tag is a reference, whose record may be deleted: write @Field(() => Tag, { nullable: true }), whether its column may be null or not.',
  );
});
