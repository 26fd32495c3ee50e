import type { EntityMetadata } from '@mikro-orm/core';
import { Args, Ctx, Extensions, FieldResolver, Root } from 'type-graphql';
import { DeclarationError } from '../../errors/declaration-error.js';
import { modelOf } from '../../model/entity-model.js';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import { instantOf } from '../../read/instants/instant-of.js';
import { mostLinksOf } from '../../model/most-links.js';
import { recordedLinksOf } from '../../read/states/recorded-links.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { connectionOf, toConnection } from '../outputs/connection.js';
import type { VersioningContext } from '../loading/context.js';
import { type ApiField, apiFieldsOf } from '../declaration/api-field.js';
import { Reads } from '../declaration/field-reads.js';
import { allLoaded, whenLoaded } from '../loading/loaded.js';
import { method, parameter } from '../declaration/named-class.js';
import { markDerived } from '../declaration/own-field-resolver.js';
import { RecordPageArgs, ReferenceArgs } from '../inputs/page-args.js';

type Holder = VersionedEntity & Readonly<Record<string, { id: string } | null>>;

/**
 * Adds a resolver for each relation that is a `@Field`. References are batched and never drop the row that holds them;
 * to-many relations are connections; links are those of the record's state. All are read at the record's own instant.
 *
 * @throws DeclarationError for a reference whose field must have a value
 */
export function addRelationFields(resolver: new () => object, entity: VersionedClass): void {
  for (const field of apiFieldsOf(entity)) {
    if (!field.declaration) continue;
    if (field.kind === 'reference') {
      refuseRequired(entity, field);
      addReference(resolver, field);
    } else if (field.kind === 'links') addLinks(resolver, entity, field);
    else if (field.reference) addChildren(resolver, field, field.reference);
  }
}

/**
 * What a reference names may be deleted, and an old version may have none that fits: as a field that must have a value it
 * would take along the list that it stands in.
 */
function refuseRequired(entity: VersionedClass, { property, target, declaration }: ApiField): void {
  if (declaration!.typeOptions.nullable === true) return;
  throw new DeclarationError(
    `${entity.name}.${property} is a reference, whose record may be deleted: write @Field(() => ${target().name}, { nullable: true }), whether its column may be null or not.`,
  );
}

function addReference(resolver: new () => object, { property, target }: ApiField): void {
  const body = (record: Holder, { includeDeleted }: ReferenceArgs, { loaders }: VersioningContext) => {
    const reference = record[property];
    const deleted = includeDeleted ? DeletedFilter.INCLUDE : DeletedFilter.EXCLUDE;
    return reference ? loaders.records.selected(target(), reference.id, deleted, instantOf(record)) : null;
  };
  const reads = Reads({ kind: 'reference', property, target });
  addResolver(resolver, property, body, () => ReferenceArgs, [FieldResolver(), reads]);
}

function addLinks(resolver: new () => object, entity: VersionedClass, { property, target }: ApiField): void {
  const columnOf = (meta: EntityMetadata) => modelOf(meta).fields.find((field) => field.property === property)!.column;
  const body = (record: Holder, { loaders }: VersioningContext) => {
    const instant = instantOf(record);
    const recorded = recordedLinksOf(record)?.[columnOf(loaders.metadata.get(entity) as never)];
    const linked = recorded ? [...recorded] : loaders.records.linkedIds(entity, property, record.id, instant);
    return whenLoaded(linked, (ids) =>
      whenLoaded(
        allLoaded((ids ?? []).map((id) => loaders.records.selected(target(), id, DeletedFilter.EXCLUDE, instant))),
        (targets) => targets!.filter((target) => target !== null),
      ),
    );
  };
  const most = Extensions({ most: mostLinksOf(entity, property) });
  const reads = Reads({ kind: 'links', entity, property, target });
  addResolver(resolver, property, body, undefined, [FieldResolver(), most, reads]);
}

function addChildren(resolver: new () => object, { property, target }: ApiField, reference: () => string): void {
  const child = target();
  const reads = Reads({ kind: 'children', entity: child, reference });
  addResolver(resolver, property, listChildren(child, reference), () => RecordPageArgs, [FieldResolver(), reads]);
}

/** Lists the records of an entity that refer to another, as they were at its instant. */
export function listChildren(child: VersionedClass, reference: () => string) {
  return (record: Holder, query: RecordPageArgs, { loaders }: VersioningContext) =>
    whenLoaded(loaders.records.children(child, reference(), query, record.id, instantOf(record)), (page) =>
      toConnection(connectionOf(child), page!),
    );
}

/** Adds a field's resolver to a class; `decorators` say more where the entity itself does not declare it. */
export function addResolver(
  resolver: new () => object,
  name: string,
  body: (...args: never[]) => unknown,
  args?: () => new () => object,
  decorators: readonly MethodDecorator[] = [FieldResolver()],
): void {
  const resolve = body as (...args: unknown[]) => unknown;
  markDerived(
    body,
    args
      ? (record, given, context) => resolve(record, given, context)
      : (record, _given, context) => resolve(record, context),
  );
  const parameters = [Root(), ...(args ? [Args(args as never)] : []), Ctx()];
  method(resolver, name, body, ...decorators, ...parameters.map((decorator, i) => parameter(decorator, i)));
}
