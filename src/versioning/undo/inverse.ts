import { Operation } from '../model/operation.js';
import { type Decisions, editsSince, mergeFields } from './merge-fields.js';
import { insurmountable } from './obstacle.js';
import { isLiving, type RecordSides } from './record-sides.js';
import { UndoChoice } from './undo-request.js';
import type { UndoStep } from './undo-plan.js';

/**
 * What undoing does to a record, of which only the record itself is known: that it takes others along, and what stands in its
 * way, is not looked at. Undefined where nothing is to be done: it is as it was already, or what was decided keeps it.
 */
export function inverse(sides: RecordSides, decided: Decisions): UndoStep | undefined {
  const { meta, record, base, after, now } = sides;
  if (!base && record.first > 1) {
    const lost = `Version ${record.first - 1}, from which it was changed, is kept no longer.`;
    return step(sides, Operation.UPDATE, { obstacles: [insurmountable(lost)] });
  }
  if (!isLiving(base)) return isLiving(after) && isLiving(now) ? removal(sides, decided) : undefined;
  if (now === null) {
    const gone = `The ${meta.className} has been removed for good.`;
    return step(sides, isLiving(after) ? Operation.UPDATE : Operation.RESTORE, { obstacles: [insurmountable(gone)] });
  }
  return isLiving(after) || isLiving(now) ? change(sides, decided) : restoration(sides, decided);
}

function change(sides: RecordSides, decided: Decisions): UndoStep | undefined {
  const merged = mergeFields(sides, decided);
  const { values, conflicts, obstacles } = merged;
  if (Object.keys(values).length + conflicts.length + obstacles.length === 0) return undefined;
  if (isLiving(sides.now)) return step(sides, Operation.UPDATE, merged);
  const deleted = `The ${sides.meta.className} has been deleted since; restore it first.`;
  return step(sides, Operation.UPDATE, { ...merged, obstacles: [insurmountable(deleted), ...obstacles] });
}

function restoration(sides: RecordSides, decided: Decisions): UndoStep | undefined {
  const [left, present] = [sides.after, sides.now!].map(({ record }) => record.deletedAt ?? null);
  const choice = decided.get('deletedAt');
  if (choice === UndoChoice.PRESENT) return undefined;
  const merged = mergeFields(sides, decided);
  const isContested = left !== present && choice !== UndoChoice.FORMER;
  const contested = isContested ? [{ field: 'deletedAt', base: left, theirs: present, yours: null }] : [];
  const back = isContested ? [] : [{ field: 'deletedAt', before: present, after: null, redacted: false }];
  return step(sides, Operation.RESTORE, {
    ...merged,
    changes: [...merged.changes, ...back],
    conflicts: [...merged.conflicts, ...contested],
  });
}

/** Whoever keeps something of a record that would go keeps the record. */
function removal(sides: RecordSides, decided: Decisions): UndoStep | undefined {
  const edits = editsSince(sides);
  const isKept = [...edits.map(({ field }) => field), 'deletedAt'].some(
    (field) => decided.get(field) === UndoChoice.PRESENT,
  );
  if (isKept) return undefined;
  const merged = sides.base ? mergeFields(sides, decided) : {};
  const conflicts = edits.filter(({ field }) => decided.get(field) !== UndoChoice.FORMER);
  return step(sides, Operation.DELETE, { ...merged, conflicts });
}

function step(
  { meta, record, version }: RecordSides,
  operation: UndoStep['operation'],
  details: Partial<Pick<UndoStep, 'changes' | 'conflicts' | 'obstacles' | 'values'>>,
): UndoStep {
  return {
    meta,
    entityType: meta.className,
    entityId: record.id,
    version,
    operation,
    changes: [],
    conflicts: [],
    obstacles: [],
    values: {},
    formerVersion: record.first > 1 ? record.first - 1 : null,
    causeId: null,
    ...details,
  };
}
