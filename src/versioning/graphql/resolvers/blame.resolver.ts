import { Args, ArgsType, Authorized, Ctx, Extensions, Field, ID, Query, Resolver } from 'type-graphql';
import { DomainError } from '../../errors/domain-error.js';
import { modelOf } from '../../model/entity-model.js';
import { blameFields, type PresentState } from '../../read/blame/field-blame.js';
import { fieldNames, unknownField } from '../../read/history/field-names.js';
import { blameLines } from '../../read/blame/line-blame.js';
import { tellUnfit } from '../../read/differences/tell-unfit.js';
import type { VersionHeader } from '../../read/history/version-header.js';
import { FieldBlame, LineBlame, toFieldBlame, toLineBlame } from '../outputs/blame.js';
import type { VersioningContext } from '../loading/context.js';
import type { Loaders } from '../loading/loaders.js';
import { versionAt } from './version-at.js';

@ArgsType()
class BlameArgs {
  @Field(() => ID)
  id!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'All that the record has where absent, deletedAt too where it is deleted.',
  })
  fields?: string[];
}

@ArgsType()
class LineBlameArgs {
  @Field(() => ID)
  id!: string;

  @Field(() => String, { description: 'A text, such as `body`.' })
  field!: string;
}

/** Who made a record what it is, whatever its type, also of deleted ones. */
@Resolver()
export class BlameResolver {
  @Authorized('READ')
  @Query(() => [FieldBlame], {
    description:
      'Of each field the version that set its present value; one that was changed and set back: that set it back.',
  })
  async blame(
    @Args(() => BlameArgs) { id, fields }: BlameArgs,
    @Ctx() { em, history, loaders }: VersioningContext,
  ): Promise<FieldBlame[]> {
    const newest = await versionAt(history, id);
    const state = await presentState(newest, loaders);
    const blamed = await blameFields(em, newest, state, fields);
    if ('typed' in state) tellUnfit(newest.meta!, newest, state.typed, blamed);
    return blamed.map(toFieldBlame);
  }

  @Authorized('READ')
  @Extensions({ most: 500, cost: 500 })
  @Query(() => [LineBlame], { description: 'Of each line of a text the version that put it there.' })
  async lineBlame(
    @Args(() => LineBlameArgs) { id, field }: LineBlameArgs,
    @Ctx() { em, history, loaders }: VersioningContext,
  ): Promise<LineBlame[]> {
    const newest = await versionAt(history, id);
    const texts = await textsOf(newest, loaders);
    const column = texts.get(field);
    if (column === undefined) {
      const table = newest.meta?.tableName ?? newest.entityType;
      const names = (await fieldNames(em, [{ table, meta: newest.meta }])).get(table)!;
      if (!names.has(field)) throw unknownField('field', field, texts.keys());
      const there = [...texts.keys()].join(', ') || 'none';
      const message = `field: ${field} is no text that is kept; texts are: ${there}.`;
      throw new DomainError('BAD_USER_INPUT', message, { field: 'field' });
    }
    return (await blameLines(em, newest, column)).map(toLineBlame);
  }
}

async function presentState(newest: VersionHeader, loaders: Loaders): Promise<PresentState> {
  const { meta } = newest;
  return meta
    ? { typed: (await loaders.states.state(meta, newest))! }
    : { untyped: (await loaders.states.untypedState(newest))! };
}

/** The texts of a record by the names that clients know, with their columns. */
async function textsOf(newest: VersionHeader, loaders: Loaders): Promise<ReadonlyMap<string, string>> {
  if (newest.meta) {
    return new Map(
      modelOf(newest.meta)
        .shown.filter(({ isText }) => isText)
        .map(({ name, column }) => [name, column]),
    );
  }
  const { columns } = (await loaders.states.untypedState(newest))!;
  const texts = Object.entries(columns).filter(([, value]) => typeof value === 'string');
  return new Map(texts.map(([name]) => [name, name]));
}
