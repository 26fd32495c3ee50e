import { type EntityMetadata, MetadataStorage } from '@mikro-orm/core';

/** What the mapping decorators of a class have declared, before and independent of any MikroORM instance. */
export function declaredMetadata(entity: object): EntityMetadata {
  return (entity as Record<symbol, unknown>)[MetadataStorage.META_SYMBOL] as EntityMetadata;
}
