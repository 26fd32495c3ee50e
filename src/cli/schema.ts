import { Command } from 'commander';

export function schemaCommand(): Command {
  const print = new Command('print')
    .description('print the GraphQL schema; needs no database')
    .action(async () => (await import('./run-schema.js')).runSchemaPrint());
  return new Command('schema').description('the GraphQL schema').addCommand(print);
}
