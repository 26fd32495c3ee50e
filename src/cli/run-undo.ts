import type { SqlEntityManager } from '@mikro-orm/postgresql';
import {
  Actor,
  ActorKind,
  ChangeSource,
  inTransaction,
  isPossible,
  liftedBy,
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
import { historyContext } from './reading-history.js';
import { linesOfStep } from './undo-lines.js';

/** What is asked of undoing a change set. */
export interface UndoOptions {
  readonly org: string;
  readonly only?: string[];
  readonly keep?: UndoChoice;
  readonly resolve?: UndoResolution[];
  readonly apply?: true;
  readonly reason?: string;
}

/** Says what undoing a change set would do, and does it where that is asked for. */
export function runUndo(changeSet: string, options: UndoOptions): Promise<void> {
  return inOrganization(options.org, (em) => {
    const { only, resolve: resolutions } = options;
    const request = { changeSet, ...(only && { only }), ...(resolutions && { resolutions }) };
    return undo(em, request, options);
  });
}

async function undo(em: SqlEntityManager, asked: UndoRequest, { keep, apply, reason }: UndoOptions): Promise<void> {
  const { request, plan } = await settle(em, asked, keep);
  await showSteps(em, plan);
  if (plan.steps.length === 0) return print('There is nothing left to undo.');
  if (!isPossible(plan)) {
    process.exitCode = 1;
    return print(`Nothing was changed: ${wayOut(plan)}`);
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

/** In a transaction, for what links point to is called by name. */
function showSteps(em: SqlEntityManager, { steps }: UndoPlan): Promise<void> {
  return inTransaction(em, async (reader) => {
    const context = historyContext(reader);
    for (const step of steps) for (const line of await linesOfStep(step, context)) print(line);
  });
}

/** What whoever asked for a plan that is not possible can do. */
function wayOut({ steps }: UndoPlan): string {
  if (steps.some(({ obstacles }) => obstacles.length > 0 && liftedBy(obstacles).length === 0)) {
    return 'what is blocked cannot be undone; --only names the records that are to be.';
  }
  return 'decide on what is open with --keep PRESENT or FORMER, and on what is blocked with --keep PRESENT; or field by field with --resolve.';
}

/** Plans, and decides all conflicts in one way, where that is said; with PRESENT also of what cannot be put back. */
async function settle(
  em: SqlEntityManager,
  request: UndoRequest,
  keep: UndoChoice | undefined,
): Promise<{ request: UndoRequest; plan: UndoPlan }> {
  const plan = await inTransaction(em, (reader) => planUndo(reader, request));
  const known = request.resolutions ?? [];
  const decided = plan.steps.flatMap(({ entityId, conflicts, obstacles }) => {
    const lifting = keep === UndoChoice.PRESENT ? liftedBy(obstacles) : [];
    return [...conflicts.map(({ field }) => field), ...lifting]
      .filter((field) => !known.some((one) => one.entityId === entityId && one.field === field))
      .map((field) => ({ entityId, field, keep: keep! }));
  });
  if (keep === undefined || decided.length === 0) return { request, plan };
  // What is taken along by one decision can need another.
  return settle(em, { ...request, resolutions: [...known, ...decided] }, keep);
}
