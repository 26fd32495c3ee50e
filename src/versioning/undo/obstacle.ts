import type { LookedAt } from './looked-at.js';

/** Why a step of an undo cannot be made. */
export interface Obstacle {
  readonly sentence: string;
  /** Fields whose present values, where a resolution keeps them, take it away; none where nothing does. */
  readonly liftedBy: readonly string[];
  /** The record that stands in the way, where it is another one. */
  readonly by?: LookedAt;
}

/** The fields that take away all that stands in the way of a step; none where that is not to be had. */
export function liftedBy(obstacles: readonly Obstacle[]): string[] {
  if (obstacles.some((obstacle) => obstacle.liftedBy.length === 0)) return [];
  return [...new Set(obstacles.flatMap((obstacle) => obstacle.liftedBy))];
}

/** What no resolution takes away. */
export function insurmountable(sentence: string): Obstacle {
  return { sentence, liftedBy: [] };
}
