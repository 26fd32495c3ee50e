import type { SqlEntityManager } from '@mikro-orm/postgresql';
import {
  Actor,
  ActorKind,
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

/** Which record, of which organization, and why. */
export interface HoldOptions {
  readonly org: string;
  readonly reason: string;
}

/** Keeps a record. */
export function runHoldPlace(id: string, options: HoldOptions): Promise<void> {
  return change('place', options, (holds) => holds.place(id, options.reason));
}

/** Lets a record go again. */
export function runHoldRelease(id: string, options: HoldOptions): Promise<void> {
  return change('release', options, (holds) => holds.release(id));
}

/** Lists the legal holds of an organization. */
export function runHoldList({ org }: Pick<HoldOptions, 'org'>): Promise<void> {
  return inOrganization(org, list);
}

function change(
  name: string,
  { org, reason }: HoldOptions,
  work: (holds: LegalHolds) => Promise<LegalHoldRow>,
): Promise<void> {
  return inOrganization(org, async (em) => {
    const actor = new Actor(ActorKind.SYSTEM, 'cli');
    const context = { actor, source: ChangeSource.CLI, reason, operationName: `hold ${name}` };
    print(line(await recordChanges(em, context, (changes) => work(new LegalHolds(changes)))));
  });
}

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
