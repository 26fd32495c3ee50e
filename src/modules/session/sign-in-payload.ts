import { Field, ObjectType } from 'type-graphql';
import { DateTime } from '../../versioning/index.js';
import { Viewer } from './viewer.js';

@ObjectType()
export class SignInPayload {
  @Field(() => String, { description: 'To be sent as `Authorization: Bearer <token>`.' })
  token!: string;

  @Field(() => DateTime)
  expiresAt!: string;

  @Field(() => Viewer, {
    description: 'Who has signed in. Relations of the user are read with the token; without it there are no rows.',
  })
  viewer!: Viewer;
}
