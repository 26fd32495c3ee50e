import { Args, Ctx, Extensions, Field, ID, Int, InterfaceType, ObjectType } from 'type-graphql';
import type { ChangeSetRow, Maker } from '../../read/history/change-set-row.js';
import type { VersionHeader } from '../../read/history/version-header.js';
import { ChangeSource, Operation } from '../../model/operation.js';
import { shownPastRecord } from '../../read/states/past-record.js';
import { setInstant } from '../../read/instants/instant-of.js';
import { untypedDocument } from '../../read/differences/untyped-document.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { Actor } from './actor.js';
import { connectionOf, type Connection, toConnection } from './connection.js';
import type { VersioningContext } from '../loading/context.js';
import { FieldChange } from './field-change.js';
import { Reads } from '../declaration/field-reads.js';
import { Derived } from '../declaration/own-field-resolver.js';
import { type Loaded, whenLoaded } from '../loading/loaded.js';
import type { Loaders } from '../loading/loaders.js';
import { method, namedClass, parameter } from '../declaration/named-class.js';
import { PageArgs } from '../inputs/page-args.js';
import { DateTimeScalar as DateTime } from '../scalars/date-time-scalar.js';
import { JSONObjectScalar } from '../scalars/json-object-scalar.js';
import { changesIn } from './version-changes.js';

/** One state in a record's history. It and its {@link ChangeSetType} name each other, so one file holds both. */
@InterfaceType('EntityVersion', { description: "One state in a record's history, newest first in connections." })
export abstract class EntityVersionType {
  readonly header!: VersionHeader;

  @Field(() => ID)
  entityId!: string;

  @Field(() => String)
  entityType!: string;

  @Field(() => Int)
  version!: number;

  @Field(() => Operation)
  operation!: Operation;

  @Field(() => DateTime, {
    description: 'When it was written, which is before it was committed: see `changeSet.committedAt`.',
  })
  recordedAt!: string;

  @Derived()
  @Reads({ kind: 'maker' })
  @Field(() => Actor, { nullable: true })
  actor(@Ctx() { loaders }: VersioningContext): Loaded<Actor> {
    const { maker = madeBy(this.header, loaders) } = this.header;
    return whenLoaded<Maker, Actor | null>(maker, (of) => of && new Actor(of.actorKind, of.actorId));
  }

  @Derived()
  @Reads({ kind: 'change set' })
  @Field(() => ChangeSetType)
  changeSet(@Ctx() { loaders }: VersioningContext): ChangeSetType | Promise<ChangeSetType> {
    return whenLoaded(madeBy(this.header, loaders), (of) => toChangeSet(of!));
  }

  @Derived()
  @Reads({ kind: 'changes' })
  @Extensions({ ofFields: true })
  @Field(() => [FieldChange], { description: 'Against the version before; for version 1, against nothing.' })
  changes(@Ctx() { loaders }: VersioningContext): FieldChange[] | Promise<FieldChange[]> {
    return changesIn(this.header, loaders);
  }
}

function madeBy({ changeSet, changeSetId }: VersionHeader, loaders: Loaders): Loaded<ChangeSetRow> {
  return changeSet === undefined ? loaders.history.changeSet(changeSetId) : changeSet;
}

/** Everything that one transaction changed. */
@ObjectType('ChangeSet', { description: 'Everything that one transaction changed.' })
export class ChangeSetType {
  readonly undone!: string | null;

  @Field(() => ID)
  id!: string;

  @Reads({ kind: 'maker' })
  @Field(() => Actor, { nullable: true })
  actor!: Actor | null;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => String, { nullable: true })
  requestId!: string | null;

  @Field(() => String, { nullable: true })
  operationName!: string | null;

  @Field(() => ChangeSource)
  source!: ChangeSource;

  @Field(() => DateTime, { description: 'When it was written, which is before it was committed.' })
  recordedAt!: string;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'On request: when it was committed, the first moment as of which it shows. Null for about a second, until it has its place in the order of commit; as of `changeSet` needs no moment.',
  })
  committedAt!: string | null;

  @Reads({ kind: 'undoes' })
  @Field(() => ChangeSetType, { nullable: true, description: 'The one that this one undid.' })
  async undoes(@Ctx() { loaders }: VersioningContext): Promise<ChangeSetType | null> {
    return changeSetOf(this.undone, loaders);
  }

  @Reads({ kind: 'undone by' })
  @Field(() => ChangeSetType, {
    nullable: true,
    description: 'The latest that undid this one, or a part of it, and has not itself been undone.',
  })
  async undoneBy(@Ctx() { loaders }: VersioningContext): Promise<ChangeSetType | null> {
    return changeSetOf(await loaders.history.undoneBy(this.id), loaders);
  }

  @Reads({ kind: 'versions in' })
  @Field(() => EntityVersionConnection)
  async versions(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: VersioningContext,
  ): Promise<Connection<EntityVersionType>> {
    return toVersions((await loaders.history.versionsIn(this.id, page))!);
  }
}

/** Made now, since types made while the schema is being built come too late. */
export const EntityVersionConnection = connectionOf(EntityVersionType, 'EntityVersion');

/** A change set as its GraphQL type. */
export function toChangeSet({ undoes: undone, ...row }: ChangeSetRow): ChangeSetType {
  return Object.assign(new ChangeSetType(), row, { undone, actor: new Actor(row.actorKind, row.actorId) });
}

async function changeSetOf(id: string | null, loaders: Loaders): Promise<ChangeSetType | null> {
  const row = id === null ? null : await loaders.history.changeSet(id);
  return row && toChangeSet(row);
}

/** A page of versions as its GraphQL type. */
export function toVersions(page: Parameters<typeof toConnection<VersionHeader>>[1]): Connection<EntityVersionType> {
  return toConnection(EntityVersionConnection, page, toVersion);
}

/** A version as the GraphQL type of its entity (`PostVersion`), or as an {@link UntypedVersion}. */
export function toVersion(header: VersionHeader): EntityVersionType {
  const { meta, entityId, entityType, version: number, operation, recordedAt } = header;
  const type = meta ? versionTypeOf(meta.class as VersionedClass) : UntypedVersion;
  const version = Object.create(type.prototype as object) as EntityVersionType;
  return Object.assign(version, { header, entityId, entityType, version: number, operation, recordedAt });
}

/** A version of a record whose entity is unknown here. */
@ObjectType({
  implements: EntityVersionType,
  description: 'A version of a record whose entity is no more, or not yet known to this server; its type is the table.',
})
export class UntypedVersion extends EntityVersionType {
  @Field(() => JSONObjectScalar, { description: 'The full state after this change, by column, as it is stored.' })
  async state(@Ctx() { loaders }: VersioningContext): Promise<object> {
    return untypedDocument((await loaders.states.untypedState(this.header))!);
  }
}

const versionTypes = new Map<VersionedClass, new () => object>();

/** The version type of an entity, made on first use: `PostVersion`, whose snapshot is a `Post`. */
export function versionTypeOf(entity: VersionedClass): new () => object {
  let type = versionTypes.get(entity);
  if (!type) {
    const name = `${entity.name}Version`;
    type = namedClass(name, EntityVersionType as never);
    method(
      type,
      'snapshot',
      snapshot as never,
      Field(() => entity, {
        description: 'The full state after this change; its relations are those of that instant.',
      }),
      // What stands below it costs more.
      Extensions({ past: true }),
      Reads({ kind: 'snapshot' }),
      parameter(Ctx(), 0),
    );
    ObjectType(name, { implements: EntityVersionType })(type);
    versionTypes.set(entity, type);
  }
  return type;
}

async function snapshot(this: EntityVersionType, { loaders }: VersioningContext): Promise<object> {
  const { meta, instant } = this.header;
  const state = (await loaders.states.state(meta!, this.header))!;
  const record = shownPastRecord(meta!, state);
  setInstant(record, instant);
  return record;
}
