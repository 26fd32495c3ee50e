import { Arg, Args, ArgsType, Authorized, Ctx, Field, Mutation, Query, Resolver } from 'type-graphql';
import { type VersionedClass, versionedOptions } from '../../model/map-versioned.js';
import { Operation } from '../../model/operation.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { Purges } from '../../retention/purges.js';
import { AsOf, toInstant } from '../inputs/as-of.js';
import { type Connection, connectionOf, toConnection } from '../outputs/connection.js';
import type { VersioningContext } from '../loading/context.js';
import { markDerivedChange } from '../declaration/derived-change.js';
import { entityNames } from '../declaration/entity-names.js';
import {
  type CreateInput,
  type ExistingInput,
  changeInputsOf,
  type RestoreInput,
  type RevertInput,
  type UpdateInput,
} from '../inputs/change-inputs.js';
import { LockAhead } from '../declaration/lock-ahead.js';
import { RecordArgs, RecordPageArgs } from '../inputs/page-args.js';
import { makeChange, type Payload, payloadTypeOf } from '../outputs/payload.js';
import { type ListArgs, listQuery } from '../inputs/list-args.js';
import { filterTypeOf, type RecordFilter } from '../inputs/record-filter.js';
import { orderTypeOf, type RecordOrder } from '../inputs/record-order.js';
import { Reads } from '../declaration/field-reads.js';
import { addRelationFields } from './relation-fields.js';
import { versionTypeOf } from '../outputs/entity-version.js';

/** The operations of one entity, to be overridden where one is particular. */
export interface VersionedOperations<T extends VersionedEntity> {
  one(args: RecordArgs, context: VersioningContext): Promise<T | null>;
  many(args: ListArgs, context: VersioningContext): Promise<Connection<T>>;
  create(input: CreateInput, context: VersioningContext): Promise<Payload>;
  update(input: UpdateInput, context: VersioningContext): Promise<Payload>;
  delete(input: ExistingInput, context: VersioningContext): Promise<Payload>;
  restore(input: RestoreInput, context: VersioningContext): Promise<Payload>;
  revert(input: RevertInput, context: VersioningContext): Promise<Payload>;
  purge(input: ExistingInput, context: VersioningContext): Promise<Payload>;
}

/** The class a resolver of an entity extends; it says which entity that is. */
export type VersionedResolverClass<T extends VersionedEntity> = (abstract new () => VersionedOperations<T>) & {
  readonly entity: VersionedClass<T>;
};

/**
 * Derives everything the API has for an entity (`post`, `posts`, `createPost`, `updatePost`, `deletePost`,
 * `restorePost`, `revertPost`, `purgePost`, relations, history and version types) from the entity itself:
 *
 *     @Resolver(() => Post)
 *     export class PostResolver extends VersionedResolver(Post) {}
 *
 * Particular behaviour is ordinary inheritance: `override create(...) { ...; return super.create(...); }`. A mutation
 * of your own answers {@link payloadTypeOf} by {@link makeChange}. The pattern is TypeGraphQL's resolver inheritance.
 */
export function VersionedResolver<T extends VersionedEntity>(entity: VersionedClass<T>): VersionedResolverClass<T> {
  const { name } = entity;
  const { one, many } = entityNames(entity);
  const { write = 'WRITE' } = versionedOptions(entity);
  const inputs = changeInputsOf(entity);
  const PayloadType = payloadTypeOf(entity);
  const ListArgsType = listArgsOf(entity);
  const ConnectionType = connectionOf(entity);
  versionTypeOf(entity);

  @Resolver(() => entity)
  abstract class EntityResolver implements VersionedOperations<T> {
    static readonly entity = entity;

    @Authorized('READ')
    @Reads({ kind: 'record', entity })
    @Query(() => entity, { name: one, nullable: true })
    async one(
      @Args(() => RecordArgs) { id, deleted, asOf }: RecordArgs,
      @Ctx() { loaders }: VersioningContext,
    ): Promise<T | null> {
      // An override may look at what the operation does not select.
      const isOverridden = this.one !== EntityResolver.prototype.one;
      const instant = toInstant(asOf);
      return isOverridden
        ? loaders.records.byId(entity, id, deleted!, instant)
        : loaders.records.selected(entity, id, deleted!, instant);
    }

    @Authorized('READ')
    @Reads({ kind: 'list', entity })
    @Query(() => ConnectionType, { name: many })
    async many(@Args(() => ListArgsType) args: ListArgs, @Ctx() context: VersioningContext): Promise<Connection<T>> {
      const { loaders } = context;
      const query = () => listQuery(loaders.metadata.get(entity) as never, args);
      const instant = toInstant(args.asOf);
      // An override may ask for what the operation does not select.
      const isOverridden = this.many !== EntityResolver.prototype.many;
      const page = isOverridden
        ? await context.records.at(instant).list(entity, query())
        : await loaders.records.page(entity, args, query, instant);
      return toConnection(ConnectionType, page!);
    }

    @Authorized(write)
    @Mutation(() => PayloadType, { name: `create${name}` })
    async create(
      @Arg('input', () => inputs.Create) input: CreateInput,
      @Ctx() context: VersioningContext,
    ): Promise<Payload> {
      const { reason: _, ...values } = input;
      return makeChange(entity, context, (changes) => changes.create(entity, values));
    }

    @Authorized(write)
    @LockAhead(entity)
    @Mutation(() => PayloadType, { name: `update${name}` })
    async update(
      @Arg('input', () => inputs.Update) input: UpdateInput,
      @Ctx() context: VersioningContext,
    ): Promise<Payload> {
      return makeChange(entity, context, (changes) =>
        changes.update(entity, input.id, input.expectedVersion, input.patch),
      );
    }

    @Authorized(write)
    @LockAhead(entity)
    @Mutation(() => PayloadType, {
      name: `delete${name}`,
      description: 'Softly, with all that it owns; restore brings back.',
    })
    async delete(
      @Arg('input', () => inputs.Delete) input: ExistingInput,
      @Ctx() context: VersioningContext,
    ): Promise<Payload> {
      return makeChange(entity, context, (changes) => changes.delete(entity, input.id, input.expectedVersion));
    }

    @Authorized(write)
    @LockAhead(entity)
    @Mutation(() => PayloadType, {
      name: `restore${name}`,
      description: 'Brings back exactly what its deletion took along.',
    })
    async restore(
      @Arg('input', () => inputs.Restore) input: RestoreInput,
      @Ctx() context: VersioningContext,
    ): Promise<Payload> {
      return makeChange(entity, context, (changes) =>
        changes.restore(entity, input.id, input.expectedVersion, input.patch ?? {}),
      );
    }

    @Authorized(write)
    @LockAhead(entity)
    @Mutation(() => PayloadType, { name: `revert${name}`, description: 'A new version equal to an earlier one.' })
    async revert(
      @Arg('input', () => inputs.Revert) input: RevertInput,
      @Ctx() context: VersioningContext,
    ): Promise<Payload> {
      return makeChange(entity, context, (changes) =>
        changes.revert(entity, input.id, input.expectedVersion, input.toVersion),
      );
    }

    @Authorized('ADMINISTER')
    @LockAhead(entity)
    @Mutation(() => PayloadType, {
      name: `purge${name}`,
      description: 'Removes a deleted record for good, with all that it owns; answers its last state.',
    })
    async purge(
      @Arg('input', () => inputs.Delete) input: ExistingInput,
      @Ctx() context: VersioningContext,
    ): Promise<Payload> {
      return makeChange(entity, context, (changes) => new Purges(changes).one(entity, input.id, input.expectedVersion));
    }
  }

  markDerivedChange(EntityResolver.prototype.create, { operation: Operation.CREATE, entity });
  markDerivedChange(EntityResolver.prototype.update, { operation: Operation.UPDATE, entity });
  markDerivedChange(EntityResolver.prototype.delete, { operation: Operation.DELETE, entity });
  addRelationFields(EntityResolver as never, entity);
  return EntityResolver;
}

function listArgsOf(entity: VersionedClass): new () => object {
  const Filter = filterTypeOf(entity);
  const Order = orderTypeOf(entity);

  @ArgsType()
  class EntityListArgs extends RecordPageArgs {
    @Field(() => Filter, { nullable: true })
    filter?: RecordFilter;

    @Field(() => [Order], { nullable: true })
    orderBy?: RecordOrder[];

    @Field(() => AsOf, { nullable: true })
    asOf?: AsOf;
  }
  return EntityListArgs;
}
