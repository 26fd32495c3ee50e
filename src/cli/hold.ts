import { Command } from 'commander';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import {
  Actor,
  ActorKind,
  canonicalId,
  ChangeSource,
  inTransaction,
  type LegalHoldRow,
  LegalHolds,
  readLegalHolds,
  recordChanges,
} from '../versioning/index.js';
import { inOrganization } from './in-organization.js';
import { print } from './print.js';
import { printable } from './printable.js';

interface Options {
  org: string;
  reason: string;
}

export function holdCommand(): Command {
  const change = (name: string, description: string, work: (holds: LegalHolds, id: string, reason: string) => Hold) =>
    new Command(name)
      .description(description)
      .argument('<id>', 'of a record of any type', canonicalId)
      .requiredOption('--org <slug>', 'the organization it is of')
      .requiredOption('--reason <text>', 'why; kept with the change set')
      .action((id: string, { org, reason }: Options) =>
        inOrganization(org, async (em) => {
          const actor = new Actor(ActorKind.SYSTEM, 'cli');
          const context = { actor, source: ChangeSource.CLI, reason, operationName: `hold ${name}` };
          print(line(await recordChanges(em, context, (changes) => work(new LegalHolds(changes), id, reason))));
        }),
      );
  return new Command('hold')
    .description('legal holds, which keep records from being purged')
    .addCommand(
      change('place', 'keep a record, with what it owns and belongs to', (holds, ...of) => holds.place(...of)),
    )
    .addCommand(change('release', 'let a record go again', (holds, id) => holds.release(id)))
    .addCommand(
      new Command('list')
        .description('the legal holds of an organization, latest first')
        .requiredOption('--org <slug>', 'the organization')
        .action(({ org }: Options) => inOrganization(org, list)),
    );
}

type Hold = Promise<LegalHoldRow>;

async function list(em: SqlEntityManager): Promise<void> {
  let after: string | undefined;
  do {
    const page = await inTransaction(em, (reader) =>
      readLegalHolds(reader, { first: 100, ...(after !== undefined && { after }) }),
    );
    for (const { item } of page.items) print(line(item));
    after = (await page.hasNextPage()) ? page.items.at(-1)!.cursor : undefined;
  } while (after !== undefined);
}

function line({ entityId, entityType, placedAt, reason }: LegalHoldRow): string {
  return `${entityId}  ${entityType}  ${placedAt}  ${printable(reason)}`;
}
