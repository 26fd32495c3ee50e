import { Arg, Args, ArgsType, Authorized, Ctx, Extensions, Field, ID, Mutation, Query, Resolver } from 'type-graphql';
import { type VersionedClass, versionedOptions } from '../../model/map-versioned.js';
import { planUndo } from '../../undo/plan-undo.js';
import type { UndoPlan } from '../../undo/undo-plan.js';
import type { UndoRequest } from '../../undo/undo-request.js';
import { Undos } from '../../undo/undos.js';
import type { VersioningContext } from '../loading/context.js';
import { UndoInput, UndoResolution } from '../inputs/undo-input.js';
import { UndoPayload } from '../outputs/undo-payload.js';
import { toUndoPlan, UndoPlanType } from '../outputs/undo-plan.js';
import { toChangeSet } from '../outputs/entity-version.js';

@ArgsType()
class UndoPlanArgs implements UndoRequest {
  @Field(() => ID)
  changeSet!: string;

  @Field(() => [ID], { nullable: true, description: 'Narrows to these records.' })
  only?: string[];

  @Field(() => [UndoResolution], { nullable: true })
  resolutions?: UndoResolution[];
}

/** Undo of any change set, for whoever may change what it changed. */
@Resolver()
export class UndoResolver {
  @Authorized('WRITE')
  @Query(() => UndoPlanType, { description: 'What undoing a change set would do, record by record.' })
  async undoPlan(
    @Args(() => UndoPlanArgs) request: UndoPlanArgs,
    @Ctx() context: VersioningContext,
  ): Promise<UndoPlanType> {
    const plan = await planUndo(context.em, request);
    await allow(plan, context);
    return toUndoPlan(plan);
  }

  @Authorized('WRITE')
  @Extensions({ alone: true })
  @Mutation(() => UndoPayload, { description: 'Does exactly what the plan says, in one transaction, or nothing.' })
  async undo(
    @Arg('input', () => UndoInput) { changeSet, only, resolutions, planHash }: UndoInput,
    @Ctx() context: VersioningContext,
  ): Promise<UndoPayload> {
    const { changes, loaders } = context;
    if (!changes) throw new Error('Changes are made in mutations only.');
    const request = { changeSet, only: only ?? null, resolutions: resolutions ?? null };
    await new Undos(changes).apply(request, planHash, (plan) => allow(plan, context));
    loaders.clear();
    return { changeSet: toChangeSet((await loaders.history.changeSet(changes.recording.changeSetId))!) };
  }
}

/** Whoever may not change a record may not undo a change of it either. */
async function allow({ steps }: UndoPlan, { authorize }: VersioningContext): Promise<void> {
  const words = new Set(
    steps.map(({ meta }) => (meta ? (versionedOptions(meta.class as VersionedClass).write ?? 'WRITE') : 'ADMINISTER')),
  );
  for (const word of words) await authorize(word);
}
