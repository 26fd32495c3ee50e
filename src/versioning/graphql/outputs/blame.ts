import { Ctx, Field, Int, InterfaceType, ObjectType } from 'type-graphql';
import { type SetBy } from '../../read/blame/blame.js';
import type { FieldBlame as BlamedField } from '../../read/blame/field-blame.js';
import type { LineBlame as BlamedLine } from '../../read/blame/line-blame.js';
import type { VersionHeader } from '../../read/history/version-header.js';
import { Actor } from './actor.js';
import type { VersioningContext } from '../loading/context.js';
import { DateTimeScalar as DateTime } from '../scalars/date-time-scalar.js';
import { JSONScalar } from '../scalars/json-scalar.js';
import { ChangeSetType, toChangeSet } from './entity-version.js';

/** What set something to what it is. */
@InterfaceType('Blame', {
  description:
    'What set something to what it is. Where retention has let go of that version, all is null but the first version kept.',
})
export abstract class BlameType {
  readonly header!: VersionHeader | null;

  @Field(() => Int, { nullable: true })
  version!: number | null;

  @Field(() => DateTime, { nullable: true })
  recordedAt!: string | null;

  @Field(() => Int, { nullable: true, description: 'The first version kept; it was so already then.' })
  before!: number | null;

  @Field(() => Actor, { nullable: true })
  async actor(@Ctx() { loaders }: VersioningContext): Promise<Actor | null> {
    const changeSet = this.header && (await loaders.history.changeSet(this.header.changeSetId));
    return changeSet && new Actor(changeSet.actorKind, changeSet.actorId);
  }

  @Field(() => ChangeSetType, { nullable: true })
  async changeSet(@Ctx() { loaders }: VersioningContext): Promise<ChangeSetType | null> {
    const changeSet = this.header && (await loaders.history.changeSet(this.header.changeSetId));
    return changeSet && toChangeSet(changeSet);
  }
}

/** A field, and what set its present value. */
@ObjectType({ implements: BlameType })
export class FieldBlame extends BlameType {
  @Field(() => String)
  field!: string;

  @Field(() => JSONScalar, { nullable: true })
  value!: unknown;

  @Field(() => Boolean, { description: 'Its values are not kept.' })
  redacted!: boolean;
}

/** A line of a text, and what put it there. */
@ObjectType({ implements: BlameType })
export class LineBlame extends BlameType {
  @Field(() => Int, { description: 'From 1.' })
  line!: number;

  @Field(() => String, { description: 'Without its end.' })
  text!: string;
}

export function toFieldBlame({ field, value, redacted, ...setBy }: BlamedField): FieldBlame {
  return Object.assign(new FieldBlame(), { field, value, redacted }, setterOf(setBy));
}

export function toLineBlame({ line, text, ...setBy }: BlamedLine): LineBlame {
  return Object.assign(new LineBlame(), { line, text }, setterOf(setBy));
}

function setterOf({ setBy: header, before }: SetBy) {
  return { header, version: header?.version ?? null, recordedAt: header?.recordedAt ?? null, before };
}
