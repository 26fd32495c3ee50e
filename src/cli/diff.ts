import { Command, InvalidArgumentError } from 'commander';

export function diffCommand(): Command {
  return new Command('diff')
    .description('what differs between two versions of a record')
    .argument('<id>', 'of a record of any type, deleted or not')
    .argument('<from>', 'the number of a version', versionNumber)
    .argument('<to>', 'the number of another', versionNumber)
    .requiredOption('--org <slug>', 'the organization it is of')
    .action(async (id: string, from: number, to: number, options: { org: string }) =>
      (await import('./run-diff.js')).runDiff(id, from, to, options),
    );
}

function versionNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be the number of a version, 1 or more.');
  return Number(text);
}
