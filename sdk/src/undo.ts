import type { Api } from './client.js';
import type { CallOptions } from './client-options.js';
import type { UndoPayload, UndoPlan } from './generated/api.js';
import type { UndoChoice, UndoResolution } from './generated/graphql.js';
import { UndoRefused } from './undo-refused.js';

/** How a change set is to be undone. */
export interface UndoOptions {
  /** The ids of the records to which undoing is narrowed; all that the change set changed where absent. */
  readonly only?: readonly string[];
  /** What is decided of certain fields of certain records. */
  readonly resolutions?: readonly UndoResolution[];
  /**
   * What becomes of all other fields that somebody has changed since: PRESENT keeps what is there, also of fields that cannot
   * be put back; FORMER puts back what was there before the change set. Where this is absent, they refuse the undo.
   */
  readonly conflicts?: UndoChoice;
  /** Why; kept with the change set. */
  readonly reason?: string;
}

/** An undo that was made: the change set that it is, and the plan that it followed. */
export interface Undone extends UndoPayload {
  readonly plan: UndoPlan;
}

/** A plan opens new conflicts where a decision takes more records along. More rounds than this: others keep making new ones. */
const mostPlans = 10;

const optionNames: readonly (keyof UndoOptions)[] = ['only', 'resolutions', 'conflicts', 'reason'];
const choices: readonly UndoChoice[] = ['PRESENT', 'FORMER'];

/** An option that is misspelled would be none, and nobody would notice. @throws TypeError */
function checkOptions(options: UndoOptions): void {
  const unknown = Object.keys(options).find((name) => !optionNames.some((known) => known === name));
  if (unknown !== undefined) {
    throw new TypeError(`client.undo has no option ${unknown}; there are ${optionNames.join(', ')}.`);
  }
  const { conflicts } = options;
  if (conflicts !== undefined && !choices.includes(conflicts)) {
    throw new TypeError(`conflicts: it must be ${choices.join(' or ')}, not ${JSON.stringify(conflicts)}.`);
  }
}

/** Plans the undo of a change set, settles its conflicts as it was told, and makes it. */
export async function undo(
  api: Pick<Api, 'undoPlan' | 'undo'>,
  changeSet: string,
  undoOptions: UndoOptions,
  options?: CallOptions,
): Promise<Undone> {
  checkOptions(undoOptions);
  const { conflicts: keep, reason, only, resolutions = [] } = undoOptions;
  const narrowed = only && { only: [...only] };
  let decided = [...resolutions];
  for (let plans = 1; ; plans++) {
    const plan = (await api.undoPlan({ changeSet, ...narrowed, resolutions: decided }, options))!;
    if (plan.possible) {
      const input = { changeSet, ...narrowed, resolutions: decided, planHash: plan.planHash, reason: reason ?? null };
      return { ...(await api.undo(input, options)), plan };
    }
    const blocked = plan.steps.filter(({ blockedBy }) => blockedBy != null);
    const open = [...openConflicts(plan), ...(keep === 'PRESENT' ? liftable(blocked, decided) : [])];
    const isSettled = (entityId: string) => open.some((one) => one.entityId === entityId);
    if (
      keep === undefined ||
      open.length === 0 ||
      !blocked.every((step) => keep === 'PRESENT' && isSettled(step.entityId))
    ) {
      throw new UndoRefused(plan);
    }
    if (plans === mostPlans) throw new UndoRefused(plan, stillMoving(plan));
    decided = [...decided, ...open.map((field) => ({ ...field, keep }))];
  }
}

/** A field of a record that somebody has to decide on. */
interface OpenField {
  readonly entityId: string;
  readonly field: string;
}

/** The fields whose present values take away what blocks steps, as far as that has not been tried. */
function liftable(blocked: UndoPlan['steps'], decided: readonly UndoResolution[]): OpenField[] {
  return blocked.flatMap(({ entityId, liftedBy }) =>
    liftedBy
      .filter((field) => !decided.some((one) => one.entityId === entityId && one.field === field))
      .map((field) => ({ entityId, field })),
  );
}

function openConflicts({ steps }: UndoPlan): OpenField[] {
  return steps.flatMap(({ entityId, conflicts }) => conflicts.map(({ field }) => ({ entityId, field })));
}

function stillMoving({ steps }: UndoPlan): string {
  const moving = steps.flatMap(({ entityType, entityId, conflicts }) =>
    conflicts.map(({ field }) => `${field} of the ${entityType} ${entityId}`),
  );
  const more = moving.length > 5 ? ` and ${moving.length - 5} more` : '';
  return `Others keep changing what is to be undone: after ${mostPlans} plans there are conflicts in ${moving.slice(0, 5).join(', ')}${more}.`;
}
