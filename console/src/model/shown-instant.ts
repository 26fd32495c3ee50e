import type { AsOf } from '../../../sdk/src/index.js';

/** An instant that the console can show, as the API names it. */
export type ShownInstant = AsOf;

/** Reads an instant out of an address. What is none is left to the server, which says what is wrong with it. */
export function readInstant(text: string | null): ShownInstant | null {
  if (text === null) return null;
  const [, name, value = text] = /^(after|before|at|seen):(.*)$/s.exec(text) ?? [];
  switch (name) {
    case 'after':
      return { changeSet: value };
    case 'before':
      return { before: value };
    case 'seen':
      return { snapshot: value };
    default:
      return { at: value };
  }
}

/** Writes an instant for an address: `after:0197…` is right after a change set. */
export function writeInstant({ changeSet, before, snapshot, at }: ShownInstant): string {
  if (changeSet !== undefined) return `after:${changeSet}`;
  if (before !== undefined) return `before:${before}`;
  return snapshot === undefined ? `at:${at}` : `seen:${snapshot}`;
}
