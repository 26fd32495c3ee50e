import { Field, InputType } from 'type-graphql';

@InputType()
export class SignInInput {
  @Field(() => String, { description: 'The slug of the organization.' })
  organization!: string;

  @Field(() => String)
  email!: string;

  @Field(() => String)
  password!: string;
}
