import { Command, InvalidArgumentError } from 'commander';
import { listAuditMonths } from '../database/audit/list-audit-months.js';
import { dropAuditMonths } from '../database/audit/drop-audit-months.js';
import { print } from './print.js';
import { withOwner } from './with-owner.js';

export function auditCommand(): Command {
  return new Command('audit')
    .description('the audit log, month by month')
    .addCommand(
      new Command('list').description('the months, how many entries they have, what was dropped').action(list),
    )
    .addCommand(
      new Command('drop')
        .description('remove whole months of all organizations for good')
        .requiredOption('--before <month>', 'drop the months before this one, which must have begun: 2026-08', month)
        .option('--archive <file>', 'first write their entries into this new file, one JSON object a line')
        .action(drop),
    );
}

async function list(): Promise<void> {
  for (const { month, entries, dropped } of await withOwner(listAuditMonths)) {
    print(`${month}  ${counted(entries)}${dropped ? `, dropped ${dropped.at} by ${dropped.by}` : ''}`);
  }
}

async function drop({ before, archive }: { before: string; archive?: string }): Promise<void> {
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

function month(text: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text) || text.startsWith('0000')) {
    throw new InvalidArgumentError('It must be a month such as 2026-08.');
  }
  return text;
}

function counted(entries: string): string {
  return entries === '1' ? '1 entry' : `${entries} entries`;
}
