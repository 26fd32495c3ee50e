import { Command } from 'commander';
import type { CreateOptions } from './run-migrate.js';

export function migrateCommand(): Command {
  return new Command('migrate')
    .description('the state of the database')
    .addCommand(
      new Command('up')
        .description('apply what is pending, and set up the role and its rights')
        .action(async () => (await import('./run-migrate.js')).runMigrateUp()),
    )
    .addCommand(
      new Command('status')
        .description('list what is applied and what is pending')
        .action(async () => (await import('./run-migrate.js')).runMigrateStatus()),
    )
    .addCommand(
      new Command('create')
        .description('for developers: write the migration that the entities now need into ./migrations')
        .option('--name <name>', 'a word or two for its file name')
        .option('--blank', 'an empty one, for data to be changed')
        .option('--drop <what...>', 'what becomes of what goes: post.notes=history (or =hidden, or =lost), post=retire')
        .action(async (options: CreateOptions) => (await import('./run-migrate.js')).runMigrateCreate(options)),
    );
}
