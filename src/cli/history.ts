import { Command } from 'commander';

export function historyCommand(): Command {
  return new Command('history')
    .description('the versions of a record, newest first: who changed what, when and why')
    .argument('<id>', 'of a record of any type, deleted or not')
    .requiredOption('--org <slug>', 'the organization it is of')
    .action(async (id: string, options: { org: string }) => (await import('./run-history.js')).runHistory(id, options));
}
