import { Field, ID, InputType, registerEnumType } from 'type-graphql';
import { UndoChoice, type UndoRequest, type UndoResolution as Resolution } from '../../undo/undo-request.js';

registerEnumType(UndoChoice, {
  name: 'UndoChoice',
  description: 'What becomes of a contested field: the present value stays, or the former one is put back.',
});

@InputType({ description: 'What is decided of one field of one record.' })
export class UndoResolution implements Resolution {
  @Field(() => ID)
  entityId!: string;

  @Field(() => String)
  field!: string;

  @Field(() => UndoChoice)
  keep!: UndoChoice;
}

@InputType()
export class UndoInput implements UndoRequest {
  @Field(() => ID)
  changeSet!: string;

  @Field(() => String, { description: 'Of undoPlan with the same changeSet, only and resolutions.' })
  planHash!: string;

  @Field(() => [ID], { nullable: true, description: 'Narrows to these records.' })
  only?: string[] | null;

  @Field(() => [UndoResolution], { nullable: true })
  resolutions?: UndoResolution[] | null;

  @Field(() => String, { nullable: true, description: 'Why; kept with the change set.' })
  reason?: string | null;
}
