import { Command, InvalidArgumentError } from 'commander';
import type { DropOptions } from './run-audit.js';

export function auditCommand(): Command {
  return new Command('audit')
    .description('the audit log, month by month')
    .addCommand(
      new Command('list')
        .description('the months, how many entries they have, what was dropped')
        .action(async () => (await import('./run-audit.js')).runAuditList()),
    )
    .addCommand(
      new Command('drop')
        .description('remove whole months of all organizations for good')
        .requiredOption('--before <month>', 'drop the months before this one, which must have begun: 2026-08', month)
        .option('--archive <file>', 'first write their entries into this new file, one JSON object a line')
        .action(async (options: DropOptions) => (await import('./run-audit.js')).runAuditDrop(options)),
    );
}

function month(text: string): string {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text) || text.startsWith('0000')) {
    throw new InvalidArgumentError('It must be a month such as 2026-08.');
  }
  return text;
}
