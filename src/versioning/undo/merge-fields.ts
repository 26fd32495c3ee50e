import type { EntityMetadata } from '@mikro-orm/core';
import type { EntityField } from '../model/entity-field.js';
import { modelOf } from '../model/entity-model.js';
import { mostLinksOf } from '../model/most-links.js';
import type { FieldValues } from '../model/field-value.js';
import { fieldValue, sameValue } from '../read/differences/diff.js';
import type { FieldChange } from '../read/differences/field-change.js';
import type { State } from '../read/states/record-state.js';
import type { Obstacle } from './obstacle.js';
import type { RecordSides } from './record-sides.js';
import { UndoChoice } from './undo-request.js';
import type { UndoConflict } from './undo-plan.js';

/** What is decided of the fields of one record. */
export type Decisions = ReadonlyMap<string, UndoChoice>;

/** What becomes of the fields of one record. */
export interface MergedFields {
  readonly values: FieldValues;
  readonly changes: readonly FieldChange[];
  readonly conflicts: readonly UndoConflict[];
  readonly obstacles: readonly Obstacle[];
}

/**
 * The three-way merge of an undo: what the change set changed goes back to what was there before, unless others have changed
 * it since. Links go back one by one, so that those that others added or removed stay as they are.
 */
export function mergeFields(sides: RecordSides, decided: Decisions): MergedFields {
  const values: Record<string, unknown> = {};
  const changes: FieldChange[] = [];
  const conflicts: UndoConflict[] = [];
  const obstacles: Obstacle[] = [];
  const shown = modelOf(sides.meta).shown;
  for (const field of modelOf(sides.meta).fields.filter(({ column }) => sides.changed.has(column))) {
    if (decided.get(field.name) === UndoChoice.PRESENT) continue;
    const outcome = mergeField(field, sides);
    if (outcome === 'same') continue;
    // What nobody is shown, nobody can decide.
    if (typeof outcome === 'string')
      obstacles.push({ sentence: outcome, liftedBy: shown.includes(field) ? [field.name] : [] });
    else if (outcome.conflict && decided.get(field.name) !== UndoChoice.FORMER) {
      // Of what nobody is shown, nobody can choose: what was done last stays.
      if (shown.includes(field)) conflicts.push({ field: field.name, ...outcome.conflict });
    } else {
      values[field.name] = outcome.former;
      if (shown.includes(field))
        changes.push({ field: field.name, before: outcome.present, after: outcome.former, redacted: false });
    }
  }
  return { values, changes, conflicts, obstacles };
}

interface Merged {
  readonly present: unknown;
  readonly former: unknown;
  readonly conflict?: Omit<UndoConflict, 'field'>;
}

/** @returns what becomes of a field; `same` where nothing does; a sentence where nothing can */
function mergeField(field: EntityField, { meta, base, after, now, since }: RecordSides): Merged | 'same' | string {
  const { name, column, kind, sensitive } = field;
  if (sensitive) return `${name}: its values are not kept, so it cannot be put back; keep the present one.`;
  const [former, left, present] = [base!, after, now!].map((state) => fieldValue(field, state));
  if (kind === 'links') return mergeLinks(meta, field, former as string[], left as string[], present as string[]);
  if (sameSide(field, base!, after, former, left) || sameSide(field, base!, now!, former, present)) return 'same';
  if (Object.hasOwn(base!.unfit, column)) {
    return `${name}: what stood there does not fit today's field; keep the present value.`;
  }
  const isContested = since.has(column) && !sameSide(field, after, now!, left, present);
  return { present, former, ...(isContested && { conflict: { base: left, theirs: present, yours: former } }) };
}

function mergeLinks(
  meta: EntityMetadata,
  { name, property }: EntityField,
  former: readonly string[],
  left: readonly string[],
  present: readonly string[],
): Merged | 'same' | string {
  const removed = former.filter((id) => !left.includes(id) && !present.includes(id));
  const added = new Set(left.filter((id) => !former.includes(id) && present.includes(id)));
  if (removed.length === 0 && added.size === 0) return 'same';
  const merged = [...present.filter((id) => !added.has(id)), ...removed].toSorted();
  const most = mostLinksOf(meta.class, property);
  if (merged.length > most && merged.length > present.length) {
    return `${name}: with what others have added since there would be more than ${most}; keep the present ones.`;
  }
  return { present, former: merged };
}

/** Whether two states hold the same of a field, what does not fit today's included. */
function sameSide(field: EntityField, a: State, b: State, x: unknown, y: unknown): boolean {
  const { column } = field;
  const isUnfit = Object.hasOwn(a.unfit, column) || Object.hasOwn(b.unfit, column);
  return sameValue(field, x, y) && !(isUnfit && JSON.stringify(a.unfit[column]) !== JSON.stringify(b.unfit[column]));
}

/**
 * The fields that others changed after the change set, as conflicts with their disappearance: undoing makes the record go.
 */
export function editsSince({ meta, after, now, since }: RecordSides): UndoConflict[] {
  return modelOf(meta)
    .shown.filter(({ column }) => since.has(column))
    .flatMap((field): UndoConflict[] => {
      if (field.sensitive) return [{ field: field.name, base: null, theirs: null, yours: null }];
      const [left, present] = [after, now!].map((state) => fieldValue(field, state));
      return sameSide(field, after, now!, left, present)
        ? []
        : [{ field: field.name, base: left, theirs: present, yours: null }];
    });
}
