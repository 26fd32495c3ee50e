import { liftedBy, Operation, type UndoStep } from '../versioning/index.js';
import { painted } from './painted.js';
import { printable } from './printable.js';

type Style = Parameters<typeof painted>[0];

const styles: Readonly<Partial<Record<Operation, Style>>> = {
  [Operation.DELETE]: 'red',
  [Operation.RESTORE]: 'green',
  [Operation.UPDATE]: 'yellow',
};

/**
 * What a step of an undo would do, in lines for people: with colours where standard output is a terminal that has some, and
 * NO_COLOR does not forbid them.
 */
export function linesOfStep(step: UndoStep): string[] {
  const { operation, entityType, entityId, changes, conflicts, obstacles } = step;
  return [
    `${painted(styles[operation]!, operation.padEnd(7))} ${entityType} ${entityId}`,
    ...changes.map(({ field, before, after }) => `  ${field}: ${shown(before)} -> ${shown(after)}`),
    ...conflicts.map(
      ({ field, base, theirs, yours }) =>
        `  ${painted('magenta', 'conflict')} ${field}: was left as ${shown(base)}, is ${shown(theirs)}, was before ${shown(yours)}`,
    ),
    ...obstacles.map(({ sentence }) => `  ${painted('red', 'blocked')} ${printable(sentence)}`),
    ...liftedBy(obstacles).map((field) => `  --resolve ${entityId}.${field}=PRESENT leaves it as it is`),
  ];
}

const longest = 60;

function shown(value: unknown): string {
  const text = printable(JSON.stringify(value) ?? 'null');
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
