import { UndoDocument, type UndoPlan, UndoPlanDocument } from '../../../sdk/src/index.js';
import { recordsNamed, type ToName } from '../model/named-values.js';
import type { Named } from '../model/shown-record.js';
import { type UndoChoices, type UndoRequest, undoRequest } from '../model/undo-choices.js';
import { types } from './catalogue.js';
import { readNames } from './names.js';
import { request } from './request.js';

/** What undoing a change set would do: all of it, and what was chosen of it. */
export interface PlannedUndo {
  /** Before anything was chosen. */
  readonly whole: UndoPlan;
  /** Undefined where no record is chosen. */
  readonly chosen: { readonly asked: UndoRequest; readonly plan: UndoPlan } | undefined;
  readonly names: ReadonlyMap<string, Named>;
}

/** Plans the undo of a change set, as far as it is chosen. */
export async function planUndo(changeSet: string, choices: UndoChoices, signal: AbortSignal): Promise<PlannedUndo> {
  const { undoPlan: whole } = await request(UndoPlanDocument, { changeSet }, { signal });
  const asked = undoRequest(whole, choices);
  const plan = asked && (await planOf(whole, asked, signal));
  const steps = [...whole.steps, ...(plan?.steps ?? [])];
  return {
    whole,
    chosen: asked && plan && { asked, plan },
    names: await readNames(steps.flatMap(recordsOf), signal),
  };
}

/** Does exactly what a plan says. @returns the id of the change set that the undo is */
export async function applyUndo(asked: UndoRequest, planHash: string, reason: string | null): Promise<string> {
  const { undo } = await request(UndoDocument, { input: { ...asked, planHash, reason } });
  return undo.changeSet.id;
}

/** The plan of what is chosen: the whole one, where nothing is left out and nothing decided. */
async function planOf(whole: UndoPlan, asked: UndoRequest, signal: AbortSignal): Promise<UndoPlan> {
  if (!asked.only && !asked.resolutions) return whole;
  const { undoPlan } = await request(UndoPlanDocument, asked, { signal });
  return undoPlan;
}

function recordsOf({ entityType, entityId, changes, conflicts }: UndoPlan['steps'][number]): ToName[] {
  const values = [
    ...changes.map(({ field, before, after }) => ({ field, values: [before, after] })),
    ...conflicts.map(({ field, base, theirs, yours }) => ({ field, values: [base, theirs, yours] })),
  ];
  // A conflict about children is named after the query that lists them, and its values are their ids.
  const children = conflicts.flatMap(({ field, theirs }) => {
    const type = types().listedAs(field);
    return type && Array.isArray(theirs) ? theirs.map((id) => ({ type: type.name, id: String(id) })) : [];
  });
  return [{ type: entityType, id: entityId }, ...recordsNamed(types(), entityType, values), ...children];
}
