import { Command } from 'commander';
import { Actor, changesIn, nameOfActor, Operation, type VersionHeader, versionAt } from '../versioning/index.js';
import { painted } from './painted.js';
import { print } from './print.js';
import { printable } from './printable.js';
import { type HistoryContext, readingHistory } from './reading-history.js';

const styles = new Map([
  [Operation.CREATE, 'green'],
  [Operation.RESTORE, 'green'],
  [Operation.DELETE, 'red'],
] as const);

export function historyCommand(): Command {
  return new Command('history')
    .description('the versions of a record, newest first: who changed what, when and why')
    .argument('<id>', 'of a record of any type, deleted or not')
    .requiredOption('--org <slug>', 'the organization it is of')
    .action((id: string, { org }: { org: string }) => readingHistory(org, (context) => list(id, context)));
}

async function list(id: string, context: HistoryContext): Promise<void> {
  await versionAt(context.history, id);
  let after: string | undefined;
  do {
    const pages = await context.history.versionsOf([id], { first: 100, ...(after !== undefined && { after }) });
    const page = pages(id);
    for (const { item } of page.items) for (const line of await linesOf(item, context)) print(line);
    // What has been printed is not needed any more.
    context.loaders.clear();
    after = (await page.hasNextPage()) ? page.items.at(-1)!.cursor : undefined;
  } while (after !== undefined);
}

async function linesOf(header: VersionHeader, context: HistoryContext): Promise<string[]> {
  const { actorKind, actorId, reason } = (await context.loaders.history.changeSet(header.changeSetId))!;
  const name = await nameOfActor(context.em, new Actor(actorKind, actorId));
  const changes = await changesIn(header, context.loaders);
  const operation = painted(styles.get(header.operation as Operation.CREATE) ?? 'yellow', header.operation.padEnd(7));
  return [
    `${String(header.version).padStart(4)}  ${operation}  ${header.recordedAt}  ${header.changeSetId}  ${printable(name ?? actorId)}`,
    ...(reason === null ? [] : [`      ${painted('italic', printable(reason).replaceAll('\n', '\n      '))}`]),
    `      ${changes.map(({ field }) => printable(field)).join(', ') || 'no field'}`,
  ];
}
