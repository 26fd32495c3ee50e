import type { PlanRun } from './plan-run.js';
import type { Level } from './planning.js';

/** Rows of a level, of all instants that it is read at. */
export function* allRows<T>(level: Pick<Level<T>, 'instants' | 'rows'>, run: PlanRun): Iterable<T> {
  for (const part of run.partsOf(level.instants)) yield* level.rows(part);
}
