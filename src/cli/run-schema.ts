import type { AuthChecker } from 'type-graphql';
import { authChecker } from '../auth/access.js';
import { buildSchema } from '../schema/build-schema.js';
import { printedSchema } from '../schema/print-schema.js';

/** Prints the GraphQL schema. */
export async function runSchemaPrint(): Promise<void> {
  process.stdout.write(printedSchema(await buildSchema(authChecker as AuthChecker<never>)));
}
