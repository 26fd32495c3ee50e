import { Command, InvalidArgumentError } from 'commander';
import { canonicalId, differencesBetween, versionAt } from '../versioning/index.js';
import { changeLines } from './change-lines.js';
import { print } from './print.js';
import { type HistoryContext, readingHistory } from './reading-history.js';

export function diffCommand(): Command {
  return new Command('diff')
    .description('what differs between two versions of a record')
    .argument('<id>', 'of a record of any type, deleted or not', canonicalId)
    .argument('<from>', 'the number of a version', versionNumber)
    .argument('<to>', 'the number of another', versionNumber)
    .requiredOption('--org <slug>', 'the organization it is of')
    .action((id: string, from: number, to: number, { org }: { org: string }) =>
      readingHistory(org, (context) => show(id, from, to, context)),
    );
}

async function show(id: string, from: number, to: number, context: HistoryContext): Promise<void> {
  const { history, loaders } = context;
  const before = await versionAt(history, id, { argument: 'from', version: from });
  const after = await versionAt(history, id, { argument: 'to', version: to });
  const changed = await history.changedBetween(after, Math.min(from, to), Math.max(from, to));
  const differences = await differencesBetween(before, after, changed, loaders);
  if (differences.length === 0) print(`No field differs between version ${from} and version ${to}.`);
  for (const change of differences) for (const line of await changeLines(change, context)) print(line);
}

function versionNumber(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError('It must be the number of a version, 1 or more.');
  return Number(text);
}
