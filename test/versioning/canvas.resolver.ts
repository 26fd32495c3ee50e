import { Arg, Authorized, Ctx, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import {
  ExistingRecordInput,
  LockAhead,
  makeChange,
  type Payload,
  payloadTypeOf,
  type VersioningContext,
  VersionedResolver,
} from '../../src/versioning/index.js';
import { Canvas } from './canvas.entity.js';

@InputType()
export class SellCanvasInput extends ExistingRecordInput {
  @Field()
  by!: string;
}

@InputType()
export class SwapCanvasesInput {
  @Field(() => [ID])
  ids!: string[];

  @Field(() => String, { nullable: true })
  reason?: string | null;
}

/** Mutations of its own beside the derived ones. */
@Resolver(() => Canvas)
export class CanvasResolver extends VersionedResolver(Canvas) {
  @Authorized('WRITE')
  @LockAhead(Canvas)
  @Mutation(() => payloadTypeOf(Canvas))
  sellCanvas(
    @Arg('input', () => SellCanvasInput) { id, expectedVersion, by }: SellCanvasInput,
    @Ctx() context: VersioningContext,
  ): Promise<Payload> {
    return makeChange(Canvas, context, (changes) => changes.update(Canvas, id, expectedVersion, { soldTo: by }));
  }

  @Authorized('WRITE')
  @LockAhead(Canvas, ['ids'])
  @Mutation(() => Boolean)
  swapCanvases(@Arg('input', () => SwapCanvasesInput) { ids }: SwapCanvasesInput): boolean {
    return ids.length === 2;
  }
}
