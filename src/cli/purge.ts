import { Command, InvalidArgumentError } from 'commander';
import type { PurgeOptions } from './run-purge.js';

export function purgeCommand(): Command {
  return new Command('purge')
    .description('remove for good what retention keeps no longer, of every tenant: deleted records and old versions')
    .option('--dry-run', 'change nothing, say what would go')
    .option('--older-than <days>', "purge what was deleted longer ago, instead of each entity's policy", days)
    .action(async (options: PurgeOptions) => (await import('./run-purge.js')).runPurge(options));
}

function days(text: string): number {
  if (!/^\d{1,6}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of days, 0 or more.');
  return Number(text);
}
