import { Operation } from '../model/operation.js';
import type { Phase } from './phase.js';
import type { UndoStep } from './undo-plan.js';

/** That one step must be made before another: in an earlier phase, or no later than it. */
export interface Precedence {
  readonly before: string;
  readonly after: string;
  readonly kind: 'earlier' | 'no later';
  /** Whether it is enough that the record of the first is deleted for a moment, as where it gives up a key. */
  readonly isKey: boolean;
}

/** The order of steps. */
export interface StepOrder {
  readonly phases: readonly Phase[];
  /** The records whose steps wait for each other, so that there is no order for them. */
  readonly ringed: ReadonlySet<string>;
}

/**
 * Puts steps into phases, so that each finds what it needs. Where keys go round in a ring, a record of it steps aside for a
 * moment; what only waits for a ring does not.
 */
export function orderSteps(steps: readonly UndoStep[], precedences: readonly Precedence[]): StepOrder {
  const ids = steps.map(({ entityId }) => entityId);
  const asides = new Set<string>();
  const updated = new Set(
    steps.flatMap(({ entityId, operation }) => (operation === Operation.UPDATE ? [entityId] : [])),
  );
  for (;;) {
    const binding = precedences.filter(({ before, isKey }) => !(isKey && asides.has(before)));
    const { phases, left } = layers(ids, binding);
    const rings = ringsAmong(left, binding);
    const stepping = rings.flatMap((ring) => ring.find(({ before, isKey }) => isKey && updated.has(before)) ?? []);
    if (stepping.length === 0) {
      const ringed = new Set(rings.flat().map(({ before }) => before));
      return { phases: withAsides(steps, phases, asides), ringed };
    }
    for (const { before } of stepping) asides.add(before);
  }
}

/** The phase of each record, and those that wait for each other. Kahn's algorithm, with an edge's weight of 1 or 0. */
function layers(
  ids: readonly string[],
  precedences: readonly Precedence[],
): { phases: Map<string, number>; left: Set<string> } {
  const phases = new Map(ids.map((id) => [id, 0]));
  const waiting = new Map(ids.map((id) => [id, 0]));
  const following = Map.groupBy(precedences, ({ before }) => before);
  for (const { after } of precedences) waiting.set(after, waiting.get(after)! + 1);
  const left = new Set(ids);
  const ready = ids.filter((id) => waiting.get(id) === 0);
  for (const id of ready) {
    left.delete(id);
    for (const { after, kind } of following.get(id) ?? []) {
      phases.set(after, Math.max(phases.get(after)!, phases.get(id)! + (kind === 'earlier' ? 1 : 0)));
      waiting.set(after, waiting.get(after)! - 1);
      if (waiting.get(after) === 0) ready.push(after);
    }
  }
  return { phases, left };
}

/**
 * Rings in which records wait for each other, none of which has a record of another: at least one where there are any.
 *
 * @param left records each of which waits for another of them
 */
function ringsAmong(left: ReadonlySet<string>, precedences: readonly Precedence[]): Precedence[][] {
  const awaited = new Map<string, Precedence>();
  for (const precedence of precedences) if (left.has(precedence.before)) awaited.set(precedence.after, precedence);
  const met = new Set<string>();
  return [...left].flatMap((start) => {
    const way = new Map<string, number>();
    const awaiting: Precedence[] = [];
    let id = start;
    for (; !met.has(id); id = awaiting.at(-1)!.before) {
      met.add(id);
      way.set(id, awaiting.length);
      awaiting.push(awaited.get(id)!);
    }
    const from = way.get(id);
    return from === undefined ? [] : [awaiting.slice(from)];
  });
}

function withAsides(
  steps: readonly UndoStep[],
  phases: ReadonlyMap<string, number>,
  asides: ReadonlySet<string>,
): Phase[] {
  const layered = Map.groupBy(steps, ({ entityId }) => phases.get(entityId)!);
  const ordered = [...layered.keys()].toSorted((a, b) => a - b);
  const made = ordered.map((n) => ({ asides: [], steps: layered.get(n)!.map(({ entityId }) => entityId) }));
  return asides.size === 0 ? made : [{ asides: [...asides].toSorted(), steps: [] }, ...made];
}
