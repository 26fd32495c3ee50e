import { changesOf, type FieldChange, liftedBy, Operation, type UndoStep } from '../versioning/index.js';
import { changeLines } from './change-lines.js';
import { painted } from './painted.js';
import { printable } from './printable.js';
import type { HistoryContext } from './reading-history.js';

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
export async function linesOfStep(step: UndoStep, context: HistoryContext): Promise<string[]> {
  const { operation, entityType, entityId, conflicts, obstacles } = step;
  const changed: string[] = [];
  for (const change of changesOf(step)) changed.push(...(await linesOfChange(change, context)));
  return [
    `${painted(styles[operation]!, operation.padEnd(7))} ${entityType} ${entityId}`,
    ...changed,
    ...conflicts.map(
      ({ field, base, theirs, yours }) =>
        `  ${painted('magenta', 'conflict')} ${field}: was left as ${shown(base)}, is ${shown(theirs)}, was before ${shown(yours)}`,
    ),
    ...obstacles.map(({ sentence }) => `  ${painted('red', 'blocked')} ${printable(sentence)}`),
    ...liftedBy(obstacles).map((field) => `  --resolve ${entityId}.${field}=PRESENT leaves it as it is`),
  ];
}

/** In one line, where that shows both sides whole and nothing by its id alone; else as `palimpsest diff` does. */
async function linesOfChange(change: FieldChange, context: HistoryContext): Promise<string[]> {
  const { field, before, after } = change;
  const sides = [before, after].map((value) => printable(JSON.stringify(value) ?? 'null'));
  const isShort = sides.every((side) => side.length <= longest) && (await change.links(context)) === null;
  if (isShort) return [`  ${field}: ${sides.join(' -> ')}`];
  return (await changeLines(change, context)).map((line) => `  ${line}`);
}

const longest = 60;

function shown(value: unknown): string {
  const text = printable(JSON.stringify(value) ?? 'null');
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
