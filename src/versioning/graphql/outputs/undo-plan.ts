import { Extensions, Field, ID, ObjectType } from 'type-graphql';
import type { FieldChange as Change } from '../../read/differences/field-change.js';
import { Operation } from '../../model/operation.js';
import { isPossible, type UndoConflict, type UndoPlan, type UndoStep } from '../../undo/undo-plan.js';
import { JSONScalar } from '../scalars/json-scalar.js';
import { liftedBy } from '../../undo/obstacle.js';
import { FieldChange } from './field-change.js';
import { ChangeSetType, toChangeSet } from './entity-version.js';

@ObjectType({ description: 'A field that others changed since: undoing would lose what they did.' })
export class FieldConflict implements UndoConflict {
  @Field(() => String, {
    description: 'A field, deletedAt, or what an owner calls the children that it would take along.',
  })
  field!: string;

  @Field(() => JSONScalar, { nullable: true, description: 'What the change set left.' })
  base!: unknown;

  @Field(() => JSONScalar, { nullable: true, description: 'What is there.' })
  theirs!: unknown;

  @Field(() => JSONScalar, { nullable: true, description: 'What undoing puts there.' })
  yours!: unknown;
}

@ObjectType('UndoStep', { description: 'What undoing does to one record.' })
export class UndoStepType {
  @Field(() => ID)
  entityId!: string;

  @Field(() => String)
  entityType!: string;

  @Field(() => Operation, { description: 'UPDATE, DELETE or RESTORE.' })
  operation!: Operation;

  @Extensions({ most: 20 })
  @Field(() => [FieldChange], { description: 'From what is there to what is put there.' })
  changes!: readonly Change[];

  @Extensions({ most: 5 })
  @Field(() => [FieldConflict], { description: 'Those that no resolution settles.' })
  conflicts!: readonly UndoConflict[];

  @Field(() => String, { nullable: true, description: 'Why this step cannot be made.' })
  blockedBy!: string | null;

  @Field(() => [String], {
    description:
      'Fields whose present values, kept by resolutions, take away what blocks this step; empty where nothing does.',
  })
  liftedBy!: string[];
}

@ObjectType('UndoPlan', { description: 'What undoing a change set would do.' })
export class UndoPlanType {
  @Field(() => ChangeSetType)
  changeSet!: ChangeSetType;

  @Field(() => String, { description: 'To be given to undo, which makes exactly this or nothing.' })
  planHash!: string;

  @Field(() => [UndoStepType], {
    description: 'In the order in which they are made; none for what is as it was already.',
  })
  steps!: UndoStepType[];

  @Field(() => Boolean, { description: 'Nothing is blocked, and no conflict is left open.' })
  possible!: boolean;
}

/** A plan as its GraphQL type. */
export function toUndoPlan(plan: UndoPlan): UndoPlanType {
  return Object.assign(new UndoPlanType(), {
    changeSet: toChangeSet(plan.changeSet),
    planHash: plan.hash,
    steps: plan.steps.map(toUndoStep),
    possible: isPossible(plan),
  });
}

function toUndoStep({ entityId, entityType, operation, changes, conflicts, obstacles }: UndoStep): UndoStepType {
  return Object.assign(new UndoStepType(), {
    entityId,
    entityType,
    operation,
    changes,
    conflicts,
    blockedBy: obstacles.length > 0 ? obstacles.map(({ sentence }) => sentence).join(' ') : null,
    liftedBy: liftedBy(obstacles),
  });
}
