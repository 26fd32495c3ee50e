import { Property } from '@mikro-orm/decorators/legacy';
import { Field } from 'type-graphql';
import { expect, it } from 'vitest';
import { Sensitive, Versioned, VersionedEntity, VersionedResolver } from '../../../src/versioning/index.js';

@Versioned()
class Patient extends VersionedEntity {
  @Field()
  @Sensitive()
  @Property()
  diagnosis!: string;
}

it('an entity whose sensitive property is a field is refused: its filters and orders would tell the value', () => {
  expect(() => VersionedResolver(Patient)).toThrow(
    'Patient.diagnosis is @Sensitive(), so it cannot be a @Field() too.',
  );
});
