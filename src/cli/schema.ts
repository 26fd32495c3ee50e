import { Command } from 'commander';
import type { AuthChecker } from 'type-graphql';
import { authChecker } from '../auth/access.js';
import { buildSchema } from '../schema/build-schema.js';
import { printedSchema } from '../schema/print-schema.js';

export function schemaCommand(): Command {
  const print = new Command('print').description('print the GraphQL schema; needs no database').action(async () => {
    process.stdout.write(printedSchema(await buildSchema(authChecker as AuthChecker<never>)));
  });
  return new Command('schema').description('the GraphQL schema').addCommand(print);
}
