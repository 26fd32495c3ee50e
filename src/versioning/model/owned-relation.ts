import { Cascade, type EntityMetadata, type EntityProperty, ReferenceKind } from '@mikro-orm/core';

/** A child's reference to the record that owns it: deleted and restored with it. */
export interface OwnedRelation {
  /** What the owner calls its children: `comments`. */
  readonly name: string;
  readonly child: EntityMetadata;
  /** The child's reference to its owner. */
  readonly reference: EntityProperty;
}

/** The children that an entity owns: its `@OneToMany` relations mapped with `cascade: [Cascade.REMOVE]`. */
export function ownedRelations(owner: EntityMetadata): OwnedRelation[] {
  return owner.relations.filter(isOwning).map((relation) => ({
    name: relation.name,
    child: relation.targetMeta!,
    reference: relation.targetMeta!.properties[relation.mappedBy as never] as EntityProperty,
  }));
}

/**
 * Whether a reference points at an owner, so that no living child may stand under a deleted target.
 *
 * @param meta whose reference it is: others may have one of the same name to the same target
 */
export function isOwnedBy(meta: EntityMetadata, reference: EntityProperty): boolean {
  return reference.targetMeta!.relations.some(
    (relation) =>
      isOwning(relation) && relation.targetMeta?.class === meta.class && relation.mappedBy === reference.name,
  );
}

/** The references of an entity that point at owners. */
export function owningReferences(meta: EntityMetadata): EntityProperty[] {
  return meta.relations.filter(
    (relation) => relation.kind === ReferenceKind.MANY_TO_ONE && isOwnedBy(meta, relation as EntityProperty),
  ) as EntityProperty[];
}

/** The same entities, each after those that own it; where that says nothing, by name. */
export function ownersFirst(entities: readonly EntityMetadata[]): EntityMetadata[] {
  const depths = new Map(entities.map((meta) => [meta, ownershipDepth(meta)]));
  return entities.toSorted((a, b) => depths.get(a)! - depths.get(b)! || (a.className < b.className ? -1 : 1));
}

/** How many owners stand above an entity at most; one that owns itself, as in a tree, counts once. */
function ownershipDepth(meta: EntityMetadata, below: readonly EntityMetadata[] = []): number {
  if (below.includes(meta)) return 0;
  return Math.max(0, ...owningReferences(meta).map((owner) => 1 + ownershipDepth(owner.targetMeta!, [...below, meta])));
}

function isOwning(relation: EntityProperty): boolean {
  return relation.kind === ReferenceKind.ONE_TO_MANY && relation.cascade.includes(Cascade.REMOVE);
}
