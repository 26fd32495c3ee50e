import { Command, InvalidArgumentError } from 'commander';
import type { VerifyOptions } from './run-verify.js';

export function verifyCommand(): Command {
  return new Command('verify')
    .description('hold all that is stored, of every tenant, against what it must be; also while the server works')
    .option('--sessions <n>', 'connections that work at the same time', sessionCount, 2)
    .option('--all', 'name all records that something is wrong with, and not the first five')
    .option('--json', 'for programs: a JSON object in each line')
    .action(async (options: VerifyOptions) => (await import('./run-verify.js')).runVerify(options));
}

function sessionCount(text: string): number {
  if (!/^([1-9]|1[0-6])$/.test(text)) throw new InvalidArgumentError('It must be a whole number from 1 to 16.');
  return Number(text);
}
