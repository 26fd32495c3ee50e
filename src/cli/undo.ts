import { Command, InvalidArgumentError } from 'commander';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import {
  Actor,
  ActorKind,
  ChangeSource,
  inTransaction,
  isPossible,
  planUndo,
  recordChanges,
  UndoChoice,
  type UndoPlan,
  type UndoRequest,
  type UndoResolution,
  Undos,
} from '../versioning/index.js';
import { inOrganization } from './in-organization.js';
import { print } from './print.js';
import { linesOfStep } from './undo-lines.js';

interface Options {
  org: string;
  only?: string[];
  keep?: UndoChoice;
  apply?: true;
  reason?: string;
}

export function undoCommand(): Command {
  return new Command('undo')
    .description('say what undoing a change set would do, and do it with --apply')
    .argument('<changeSet>', 'the id of the change set')
    .requiredOption('--org <slug>', 'the organization it is of')
    .option('--only <id...>', 'narrow to these records')
    .option('--keep <PRESENT|FORMER>', 'what becomes of what others have changed since', choice)
    .option('--apply', 'do it')
    .option('--reason <text>', 'why; kept with the change set')
    .action((changeSet: string, options: Options) =>
      inOrganization(options.org, (em) => run(em, { changeSet, ...(options.only && { only: options.only }) }, options)),
    );
}

async function run(em: SqlEntityManager, asked: UndoRequest, { keep, apply, reason }: Options): Promise<void> {
  const { request, plan } = await settle(em, asked, keep);
  for (const line of plan.steps.flatMap(linesOfStep)) print(line);
  if (plan.steps.length === 0) return print('There is nothing left to undo.');
  if (!isPossible(plan)) {
    process.exitCode = 1;
    return print('Nothing was changed: see what is blocked, and decide on conflicts with --keep.');
  }
  if (!apply) return print('Nothing was changed; --apply does this.');
  const actor = new Actor(ActorKind.SYSTEM, 'cli');
  const context = { actor, source: ChangeSource.CLI, operationName: 'undo', ...(reason !== undefined && { reason }) };
  const made = await recordChanges(em, context, async (changes) => {
    await new Undos(changes).apply(request, plan.hash, async () => undefined);
    return changes.recording.changeSetId;
  });
  print(`Undone by the change set ${made}.`);
}

/** Plans, and decides all conflicts in one way, where that is said. */
async function settle(
  em: SqlEntityManager,
  request: UndoRequest,
  keep: UndoChoice | undefined,
): Promise<{ request: UndoRequest; plan: UndoPlan }> {
  const plan = await inTransaction(em, (reader) => planUndo(reader, request));
  const open = plan.steps.flatMap(({ entityId, conflicts }) => conflicts.map(({ field }) => ({ entityId, field })));
  if (keep === undefined || open.length === 0) return { request, plan };
  const decided: UndoResolution[] = open.map((conflict) => ({ ...conflict, keep }));
  // What is taken along by one decision can need another.
  return settle(em, { ...request, resolutions: [...(request.resolutions ?? []), ...decided] }, keep);
}

function choice(text: string): UndoChoice {
  const chosen = Object.values(UndoChoice).find((one) => one === text.toUpperCase());
  if (chosen === undefined) throw new InvalidArgumentError('It must be PRESENT or FORMER.');
  return chosen;
}
