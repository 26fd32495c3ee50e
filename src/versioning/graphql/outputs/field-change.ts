import type { EntityMetadata } from '@mikro-orm/core';
import { Ctx, Extensions, Field, ID, ObjectType } from 'type-graphql';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import { changedLinks } from '../../read/differences/changed-links.js';
import { changedText } from '../../read/differences/changed-text.js';
import type { FieldChange as Change } from '../../read/differences/field-change.js';
import type { Instant } from '../../read/instants/instant.js';
import { pathChanges, PathOperation, type PathChange as PathChangeShape } from '../../read/differences/path-changes.js';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import { labelField } from '../../model/label-field.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { currentAnswerBudget } from '../../values/answer-budget.js';
import type { VersioningContext } from '../loading/context.js';
import { Reads } from '../declaration/field-reads.js';
import { JSONScalar } from '../scalars/json-scalar.js';

/** One side of a change. */
interface ChangeSide {
  readonly version: number;
  /** When what links point to was called what it is to be called; null for the present. */
  readonly instant: Instant | null;
}

/** Of what two versions a change is, for those who tell it in more than values. */
export interface ChangeSides {
  readonly meta: EntityMetadata;
  readonly before: ChangeSide;
  readonly after: ChangeSide;
}

@ObjectType({ description: 'What differs at one place of a JSON document.' })
class PathChange implements PathChangeShape {
  @Field(() => PathOperation)
  op!: PathOperation;

  @Field(() => String, { description: 'A JSON Pointer: of what was removed, in the former document.' })
  path!: string;

  @Field(() => JSONScalar, { nullable: true })
  before!: unknown;

  @Field(() => JSONScalar, { nullable: true })
  after!: unknown;
}

/** A record that is, or was, linked to. */
@ObjectType()
class LinkedRecord {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { nullable: true, description: 'What it was called then; null where that is not kept.' })
  name!: string | null;
}

@ObjectType({ description: 'What links, or a reference, pointed to before and after.' })
class LinksChange {
  @Field(() => [LinkedRecord])
  added!: LinkedRecord[];

  @Field(() => [LinkedRecord])
  removed!: LinkedRecord[];
}

@ObjectType()
export class FieldChange implements Change {
  /** Absent where a change is told of what is no entity here. */
  readonly sides?: ChangeSides;

  @Field(() => String)
  field!: string;

  @Field(() => JSONScalar, { nullable: true })
  before!: unknown;

  @Field(() => JSONScalar, { nullable: true })
  after!: unknown;

  @Field(() => Boolean, { description: 'The field changed, but its values are not kept.' })
  redacted!: boolean;

  @Extensions({ cost: 10 })
  @Field(() => String, {
    nullable: true,
    description: 'On request: of documents, and of texts of more than 200 characters, a unified diff.',
  })
  patch(): Promise<string | null> {
    const { before, after } = this.sides ?? {};
    const sides = { before: this.#side(this.before, before), after: this.#side(this.after, after) };
    return changedText(this, this.#about(), sides);
  }

  @Field(() => [PathChange], {
    nullable: true,
    description: 'On request: of JSON objects and lists, what differs place by place.',
  })
  paths(): PathChange[] | null {
    const field = this.#about();
    const changes = field && field.kind !== 'value' ? null : pathChanges(this.before, this.after);
    currentAnswerBudget()?.list(changes?.length ?? 0);
    return changes;
  }

  @Extensions({ cost: 10 })
  @Reads({ kind: 'names' })
  @Field(() => LinksChange, {
    nullable: true,
    description: 'On request: of links and references, what was added and removed, by the names of then.',
  })
  async links(@Ctx() { loaders }: Pick<VersioningContext, 'loaders'>): Promise<LinksChange | null> {
    const field = this.#about();
    const changed = field && changedLinks(this, field);
    if (!field || !changed) return null;
    const target = field.target!;
    const { before, after } = this.sides!;
    const named = (ids: readonly string[], { instant }: ChangeSide) =>
      Promise.all(
        ids.map(async (id) => {
          const record = await loaders.records.byId(target.class as VersionedClass, id, DeletedFilter.INCLUDE, instant);
          return { id, name: record && nameOf(target, record) };
        }),
      );
    return { added: await named(changed.added, after), removed: await named(changed.removed, before) };
  }

  /** As patches call what they are between; what was nothing by the name that the format has for it. */
  #side(value: unknown, at: { readonly version: number } | undefined): string {
    if (value === null) return '/dev/null';
    return at ? `${this.field}\tversion ${at.version}` : this.field;
  }

  #about(): EntityField | undefined {
    return this.sides && modelOf(this.sides.meta).shown.find(({ name }) => name === this.field);
  }
}

/** A change as its GraphQL type. */
export function toFieldChange(change: Change, sides?: ChangeSides): FieldChange {
  return Object.assign(new FieldChange(), change, sides && { sides });
}

function nameOf(meta: EntityMetadata, record: VersionedEntity): string | null {
  const label = labelField(meta);
  const name = label && (record as unknown as Record<string, unknown>)[label.property];
  return typeof name === 'string' ? name : null;
}
