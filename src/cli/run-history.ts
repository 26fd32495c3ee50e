import { Actor, changesIn, namesOfActors, Operation, type VersionHeader, versionAt } from '../versioning/index.js';
import { painted } from './painted.js';
import { print } from './print.js';
import { printable } from './printable.js';
import { type HistoryContext, readingHistory } from './reading-history.js';

const styles = new Map([
  [Operation.CREATE, 'green'],
  [Operation.RESTORE, 'green'],
  [Operation.DELETE, 'red'],
] as const);

/** Lists the versions of a record. */
export function runHistory(id: string, { org }: { readonly org: string }): Promise<void> {
  return readingHistory(org, (context) => list(id, context));
}

async function list(id: string, context: HistoryContext): Promise<void> {
  await versionAt(context.history, id);
  let after: string | undefined;
  do {
    const pages = await context.history.versionsOf([id], { first: 100, ...(after !== undefined && { after }) });
    const page = pages(id);
    const lines = await linesOf(
      page.items.map(({ item }) => item),
      context,
    );
    for (const line of lines) print(line);
    // What has been printed is not needed any more.
    context.loaders.clear();
    after = (await page.hasNextPage()) ? page.items.at(-1)!.cursor : undefined;
  } while (after !== undefined);
}

/** What is read of the versions of a page is read for all of them at once. */
async function linesOf(headers: readonly VersionHeader[], { em, loaders }: HistoryContext): Promise<string[]> {
  const changeSets = await Promise.all(headers.map(({ changeSetId }) => loaders.history.changeSet(changeSetId)));
  const changes = await Promise.all(headers.map((header) => changesIn(header, loaders)));
  const actors = changeSets.map((changeSet) => new Actor(changeSet!.actorKind, changeSet!.actorId));
  const names = await namesOfActors(em, actors);
  return headers.flatMap(({ version, operation, recordedAt, changeSetId }, n) => {
    const { reason } = changeSets[n]!;
    const painting = painted(styles.get(operation as Operation.CREATE) ?? 'yellow', operation.padEnd(7));
    const actor = printable(names.get(actors[n]!.id) ?? actors[n]!.id);
    return [
      `${String(version).padStart(4)}  ${painting}  ${recordedAt}  ${changeSetId}  ${actor}`,
      ...(reason === null ? [] : [`      ${painted('italic', printable(reason).replaceAll('\n', '\n      '))}`]),
      `      ${changes[n]!.map(({ field }) => printable(field)).join(', ') || 'no field'}`,
    ];
  });
}
