import { listAuditMonths } from '../database/audit/list-audit-months.js';
import { dropAuditMonths } from '../database/audit/drop-audit-months.js';
import { print } from './print.js';
import { withOwner } from './with-owner.js';

/** Which months go, and where their entries are written first. */
export interface DropOptions {
  readonly before: string;
  readonly archive?: string;
}

/** Lists the months of the audit log. */
export async function runAuditList(): Promise<void> {
  for (const { month, entries, dropped } of await withOwner(listAuditMonths)) {
    print(`${month}  ${counted(entries)}${dropped ? `, dropped ${dropped.at} by ${dropped.by}` : ''}`);
  }
}

/** Removes months of the audit log. */
export async function runAuditDrop({ before, archive }: DropOptions): Promise<void> {
  const dropped = await withOwner((client) => dropAuditMonths(client, { before, archive }));
  for (const { month, entries } of dropped) {
    print(`Dropped ${month}: ${counted(entries)}.`);
  }
  if (dropped.length === 0) {
    print(`There is no month before ${before}.`);
  } else if (archive !== undefined) {
    print(`Their entries are in ${archive}.`);
  }
}

function counted(entries: string): string {
  return entries === '1' ? '1 entry' : `${entries} entries`;
}
