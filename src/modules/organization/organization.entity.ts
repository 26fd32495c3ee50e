import { Check, Entity, PrimaryKey, Property, Unique } from '@mikro-orm/decorators/legacy';
import { Field, ID, ObjectType } from 'type-graphql';

/**
 * What names an organization: it is printed to terminals, whoever wrote it. `createOrganization` refuses the rest in
 * words.
 */
export const organizationForm = {
  slug: {
    name: 'organization_slug_form',
    expression: `slug ~ '^[a-z0-9-]{1,63}$' and slug not like '-%' and slug not like '%-'`,
  },
  name: { name: 'organization_name_form', expression: `name ~ '^[^\\u0001-\\u001f\\u007f-\\u009f]{1,255}$'` },
} as const;

/** The tenant. It is created by the command line, not through the API. */
@ObjectType()
@Entity()
@Check({ name: organizationForm.slug.name, expression: organizationForm.slug.expression })
@Check({ name: organizationForm.name.name, expression: organizationForm.name.expression })
export class Organization {
  @Field(() => ID)
  @PrimaryKey({ type: 'uuid' })
  id!: string;

  @Field(() => String)
  @Property({ type: 'string' })
  @Unique()
  slug!: string;

  @Field(() => String)
  @Property({ type: 'string' })
  name!: string;
}
