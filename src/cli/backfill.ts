import { Command } from 'commander';

export function backfillCommand(): Command {
  return new Command('backfill')
    .description(
      'give records that were in their table before it was versioned their version 1, while the server works',
    )
    .action(async () => (await import('./run-backfill.js')).runBackfill());
}
