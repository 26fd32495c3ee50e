import { Command, InvalidArgumentError } from 'commander';
import type { UndoChoice, UndoResolution } from '../versioning/index.js';
import type { UndoOptions } from './run-undo.js';

const choices = ['PRESENT', 'FORMER'] as const satisfies readonly `${UndoChoice}`[];

export function undoCommand(): Command {
  return new Command('undo')
    .description('say what undoing a change set would do, and do it with --apply')
    .argument('<changeSet>', 'the id of the change set')
    .requiredOption('--org <slug>', 'the organization it is of')
    .option('--only <id...>', 'narrow to these records')
    .option(
      '--keep <PRESENT|FORMER>',
      'what becomes of what others have changed since; PRESENT also keeps what cannot be put back',
      choice,
    )
    .option('--resolve <id.field=PRESENT|FORMER...>', 'the same for one field of one record', resolution)
    .option('--apply', 'do it')
    .option('--reason <text>', 'why; kept with the change set')
    .action(async (changeSet: string, options: UndoOptions) =>
      (await import('./run-undo.js')).runUndo(changeSet, options),
    );
}

function resolution(text: string, others: UndoResolution[] = []): UndoResolution[] {
  const [, entityId, field, keep] = /^([^.=]+)\.([^.=]+)=(.+)$/.exec(text) ?? [];
  if (entityId === undefined) throw new InvalidArgumentError('It must be <id>.<field>=PRESENT or <id>.<field>=FORMER.');
  return [...others, { entityId, field: field!, keep: choice(keep!) }];
}

function choice(text: string): UndoChoice {
  const chosen = choices.find((one) => one === text.toUpperCase());
  if (chosen === undefined) throw new InvalidArgumentError('It must be PRESENT or FORMER.');
  return chosen as UndoChoice;
}
