import { Cascade, type EntityMetadata, type EntityProperty, ReferenceKind } from '@mikro-orm/core';

/** A child's reference to the record that owns it: deleted and restored with it. */
export interface OwnedRelation {
  readonly child: EntityMetadata;
  /** The child's reference to its owner. */
  readonly reference: EntityProperty;
}

/** The children that an entity owns: its `@OneToMany` relations mapped with `cascade: [Cascade.REMOVE]`. */
export function ownedRelations(owner: EntityMetadata): OwnedRelation[] {
  return owner.relations.filter(isOwning).map((relation) => ({
    child: relation.targetMeta!,
    reference: relation.targetMeta!.properties[relation.mappedBy as never] as EntityProperty,
  }));
}

/** Whether a reference points at an owner, so that no living child may stand under a deleted target. */
export function isOwnedBy(reference: EntityProperty): boolean {
  return reference.targetMeta!.relations.some((relation) => isOwning(relation) && relation.mappedBy === reference.name);
}

function isOwning(relation: EntityProperty): boolean {
  return relation.kind === ReferenceKind.ONE_TO_MANY && relation.cascade.includes(Cascade.REMOVE);
}
