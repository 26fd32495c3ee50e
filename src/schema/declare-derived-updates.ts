import type { GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import { derivedUpdateOf } from '../versioning/index.js';

/**
 * Writes into the extensions of mutations that do nothing but update one record (`updates`) the entity that it is of.
 * Those that a program has overridden may do anything.
 */
export function declareDerivedUpdates(schema: GraphQLSchema): void {
  const fields = schema.getMutationType()?.getFields() ?? {};
  for (const { schemaName, target, methodName, middlewares } of getMetadataStorage().mutations) {
    const field = fields[schemaName];
    const entity = derivedUpdateOf((target.prototype as Record<string, object>)[methodName]!);
    if (field && entity && !middlewares?.length) field.extensions = { ...field.extensions, updates: entity };
  }
}
