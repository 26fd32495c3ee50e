import { Args, ArgsType, Extensions, Field, ID, Int, ObjectType } from 'type-graphql';
import { DomainError } from '../../errors/domain-error.js';
import { pageSize } from '../../read/lists/page.js';
import { Operation } from '../../model/operation.js';
import { isPossible, type UndoConflict, type UndoPlan, type UndoStep } from '../../undo/undo-plan.js';
import { JSONScalar } from '../scalars/json-scalar.js';
import { liftedBy } from '../../undo/obstacle.js';
import { FieldChange, toFieldChange } from './field-change.js';
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

  @Extensions({ most: 20, ofFields: true })
  @Field(() => [FieldChange], {
    description:
      'From what is there to what is put there. Of a deletion what else it changes: its deletedAt is known once it is made.',
  })
  changes!: readonly FieldChange[];

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

@ArgsType()
class StepsArgs {
  @Field(() => Int, { nullable: true, description: 'At most 100; all steps where absent.' })
  first?: number | null;

  @Field(() => ID, { nullable: true, description: 'The entityId of the step behind which they begin.' })
  after?: string | null;
}

@ObjectType('UndoPlan', { description: 'What undoing a change set would do.' })
export class UndoPlanType {
  @Field(() => ChangeSetType)
  changeSet!: ChangeSetType;

  @Field(() => String, { description: 'To be given to undo, which makes exactly this or nothing.' })
  planHash!: string;

  @Extensions({ most: 100 })
  @Field(() => [UndoStepType], {
    description: 'In the order in which they are made; none for what is as it was already.',
  })
  steps(@Args(() => StepsArgs) { first, after }: StepsArgs): UndoStepType[] {
    const last = after == null ? -1 : this.planned.findIndex(({ entityId }) => entityId === after);
    if (after != null && last < 0) {
      throw new DomainError('BAD_USER_INPUT', `after: no step of the plan is of ${after}.`, { field: 'after' });
    }
    const end = first == null ? this.planned.length : last + 1 + pageSize({ first }).size;
    return this.planned.slice(last + 1, end).map(toUndoStep);
  }

  planned!: readonly UndoStep[];

  @Field(() => Boolean, {
    description:
      'Nothing is blocked, and no conflict is left open. Without steps there is nothing left to undo, and undo says so.',
  })
  possible!: boolean;
}

/** A plan as its GraphQL type. */
export function toUndoPlan(plan: UndoPlan): UndoPlanType {
  return Object.assign(new UndoPlanType(), {
    changeSet: toChangeSet(plan.changeSet),
    planHash: plan.hash,
    planned: plan.steps,
    possible: isPossible(plan),
  });
}

function toUndoStep(step: UndoStep): UndoStepType {
  const { entityId, entityType, operation, conflicts, obstacles } = step;
  return Object.assign(new UndoStepType(), {
    entityId,
    entityType,
    operation,
    changes: changesOf(step),
    conflicts,
    blockedBy: obstacles.length > 0 ? obstacles.map(({ sentence }) => sentence).join(' ') : null,
    liftedBy: liftedBy(obstacles),
  });
}

/** What a step changes, from what is there to what was there in the version that it puts back. */
export function changesOf({ meta, version, formerVersion, changes }: UndoStep): FieldChange[] {
  const sides = meta && {
    meta,
    before: { version, instant: null },
    after: { version: formerVersion ?? version, instant: null },
  };
  return changes.map((change) => toFieldChange(change, sides ?? undefined));
}
