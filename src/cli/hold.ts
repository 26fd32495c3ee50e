import { Command } from 'commander';
import type { HoldOptions } from './run-hold.js';

type Change = (id: string, options: HoldOptions) => Promise<void>;

export function holdCommand(): Command {
  return new Command('hold')
    .description('legal holds, which keep records from being purged')
    .addCommand(
      change('place', 'keep a record, with what it owns and belongs to', async (id, options) =>
        (await import('./run-hold.js')).runHoldPlace(id, options),
      ),
    )
    .addCommand(
      change('release', 'let a record go again', async (id, options) =>
        (await import('./run-hold.js')).runHoldRelease(id, options),
      ),
    )
    .addCommand(
      new Command('list')
        .description('the legal holds of an organization, latest first')
        .requiredOption('--org <slug>', 'the organization')
        .action(async (options: HoldOptions) => (await import('./run-hold.js')).runHoldList(options)),
    );
}

function change(name: string, description: string, work: Change): Command {
  return new Command(name)
    .description(description)
    .argument('<id>', 'of a record of any type')
    .requiredOption('--org <slug>', 'the organization it is of')
    .requiredOption('--reason <text>', 'why; kept with the change set')
    .action(work);
}
