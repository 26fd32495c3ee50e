import { Field, ID, InputType, Int } from 'type-graphql';

/**
 * What a change of a record that is there needs, to be extended for mutations of your own:
 *
 *     @InputType()
 *     class WinDealInput extends ExistingRecordInput { ... }
 */
@InputType()
export abstract class ExistingRecordInput {
  @Field(() => ID)
  id!: string;

  @Field(() => Int)
  expectedVersion!: number;

  @Field(() => String, { nullable: true, description: 'Why; kept with the change set.' })
  reason?: string | null;
}
