import { Authorized, Ctx, Extensions, Query, Resolver } from 'type-graphql';
import { versionedEntities } from '../../model/entities.js';
import type { VersioningContext } from '../loading/context.js';
import { EntityType, mostEntityTypes } from '../outputs/entity-type.js';
import { entityTypeOf } from '../outputs/entity-type-of.js';
import { Reads } from '../declaration/field-reads.js';

/** What there is to ask for, for front ends that know no entity. */
@Resolver()
export class EntityTypesResolver {
  @Authorized('READ')
  @Reads({ kind: 'nothing' })
  @Extensions({ most: mostEntityTypes })
  @Query(() => [EntityType], { description: 'All types of versioned records, by name.' })
  entityTypes(@Ctx() { loaders }: VersioningContext): EntityType[] {
    const entities = versionedEntities({ getMetadata: () => loaders.metadata });
    return entities.map(entityTypeOf).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  }
}
