import type { UndoChoice, UndoPlan, UndoResolution } from '../../../sdk/src/index.js';

export type UndoStep = UndoPlan['steps'][number];
export type UndoConflict = UndoStep['conflicts'][number];

/** What somebody has chosen of an undo so far. It outlives the plans that it was chosen by. */
export interface UndoChoices {
  /** The ids of records that are to stay as they are. */
  readonly left: ReadonlySet<string>;
  readonly decided: readonly UndoResolution[];
}

export const noChoices: UndoChoices = { left: new Set(), decided: [] };

/** The choices with a record undone, or left as it is. */
export function withRecord(choices: UndoChoices, id: string, isUndone: boolean): UndoChoices {
  const left = new Set(choices.left);
  if (isUndone) left.delete(id);
  else left.add(id);
  return { ...choices, left };
}

/** The choices with all records undone, or none. */
export function withAll({ steps }: UndoPlan, choices: UndoChoices, isUndone: boolean): UndoChoices {
  return { ...choices, left: new Set(isUndone ? [] : steps.map(({ entityId }) => entityId)) };
}

/** The choices with a decision about a field; undefined takes one back. */
export function withDecision(
  choices: UndoChoices,
  entityId: string,
  field: string,
  keep: UndoChoice | undefined,
): UndoChoices {
  const others = choices.decided.filter((of) => of.entityId !== entityId || of.field !== field);
  return { ...choices, decided: keep === undefined ? others : [...others, { entityId, field, keep }] };
}

/** What is decided of a field; undefined where nothing is. */
export function decisionOf({ decided }: UndoChoices, entityId: string, field: string): UndoChoice | undefined {
  return decided.find((of) => of.entityId === entityId && of.field === field)?.keep;
}

/** What a plan is asked for with. */
export interface UndoRequest {
  readonly changeSet: string;
  readonly only?: string[];
  readonly resolutions?: UndoResolution[];
}

/**
 * What to ask for, by what is chosen so far. What was decided of records that are left as they are, or that are in the plan no
 * more, is not sent: the server would refuse it.
 *
 * @param whole the plan before anything was chosen
 * @returns undefined where no record is chosen
 */
export function undoRequest(whole: UndoPlan, { left, decided }: UndoChoices): UndoRequest | undefined {
  const changeSet = whole.changeSet.id;
  const undone = [...new Set(whole.steps.map(({ entityId }) => entityId))].filter((id) => !left.has(id));
  if (undone.length === 0) return undefined;
  const resolutions = decided.filter(({ entityId }) => undone.includes(entityId));
  return {
    changeSet,
    ...(undone.length < whole.steps.length && { only: undone }),
    ...(resolutions.length > 0 && { resolutions }),
  };
}

/** What the choices make of a record. */
export interface ChosenStep {
  /** As the plan had it before anything was chosen; what comes along because of a choice, as the plan has it now. */
  readonly step: UndoStep;
  /** What will be done; undefined where the choices leave the record as it is. */
  readonly planned: UndoStep | undefined;
  /** Whether it can be left as it is by itself: what comes along goes with what takes it. */
  readonly isOwn: boolean;
  /** What somebody must decide, or has decided. */
  readonly conflicts: readonly UndoConflict[];
  /** Fields that nobody contests and that are to stay as they are. */
  readonly kept: readonly string[];
}

/**
 * The records of an undo in the order in which they are undone, those that are left at their place.
 *
 * @param whole the plan before anything was chosen: it still has the conflicts that are decided by now
 * @param plan the plan of what is chosen; undefined where that is nothing
 */
export function chosenSteps(whole: UndoPlan, plan: UndoPlan | undefined, choices: UndoChoices): ChosenStep[] {
  const planned = new Map((plan?.steps ?? []).map((step) => [step.entityId, step]));
  const own = new Map(whole.steps.map((step) => [step.entityId, step]));
  const alongside = [...planned.values()].filter(({ entityId }) => !own.has(entityId));
  return [...own.values(), ...alongside].map((step) => {
    const { entityId } = step;
    const conflicts = merged(step.conflicts, planned.get(entityId)?.conflicts ?? []);
    const contested = new Set(conflicts.map(({ field }) => field));
    const kept = choices.decided.filter((of) => of.entityId === entityId && !contested.has(of.field));
    return {
      step,
      planned: planned.get(entityId),
      isOwn: own.has(entityId),
      conflicts,
      kept: kept.map(({ field }) => field),
    };
  });
}

/** How many decisions a plan still needs, and how many of its steps cannot be made. */
export function openIn({ steps }: UndoPlan): { readonly conflicts: number; readonly blocked: number } {
  return {
    conflicts: steps.reduce((sum, { conflicts }) => sum + conflicts.length, 0),
    blocked: steps.filter(({ blockedBy }) => blockedBy != null).length,
  };
}

/** The conflicts of two plans. What both have is taken from the newer. */
function merged(before: readonly UndoConflict[], now: readonly UndoConflict[]): UndoConflict[] {
  const byField = new Map([...before, ...now].map((conflict) => [conflict.field, conflict]));
  return [...byField.values()];
}
