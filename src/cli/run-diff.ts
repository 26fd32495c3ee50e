import { differencesBetween, versionAt } from '../versioning/index.js';
import { changeLines } from './change-lines.js';
import { print } from './print.js';
import { type HistoryContext, readingHistory } from './reading-history.js';

/** Shows what differs between two versions of a record. */
export function runDiff(id: string, from: number, to: number, { org }: { readonly org: string }): Promise<void> {
  return readingHistory(org, (context) => show(id, from, to, context));
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
