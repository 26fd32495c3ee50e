import { Field, ObjectType } from 'type-graphql';
import { ChangeSetType } from './entity-version.js';

@ObjectType()
export class UndoPayload {
  @Field(() => ChangeSetType)
  changeSet!: ChangeSetType;
}
