import type { GraphQLSchema } from 'graphql';
import { getMetadataStorage } from 'type-graphql';
import { derivedChangeOf } from '../versioning/index.js';

/**
 * Writes into the extensions of mutations that do nothing but make one change to a record (`makes`) which change that is.
 * Those that a program has overridden may do anything.
 */
export function declareDerivedChanges(schema: GraphQLSchema): void {
  const fields = schema.getMutationType()?.getFields() ?? {};
  for (const { schemaName, target, methodName, middlewares } of getMetadataStorage().mutations) {
    const field = fields[schemaName];
    const makes = derivedChangeOf((target.prototype as Record<string, object>)[methodName]!);
    if (field && makes && !middlewares?.length) field.extensions = { ...field.extensions, makes };
  }
}
