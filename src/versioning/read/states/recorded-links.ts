import type { State } from './record-state.js';

const links = new WeakMap<object, State['links']>();

/**
 * Keeps what a record was linked to with the record that was made from its snapshot. An instant would not do: one
 * transaction can make several versions of a record, and at its instant only the last of them stands.
 */
export function setRecordedLinks(record: object, recorded: State['links']): void {
  links.set(record, recorded);
}

/** What a record was linked to by its snapshot, keyed as snapshots do; null for a record that was read otherwise. */
export function recordedLinksOf(record: object): State['links'] | null {
  return links.get(record) ?? null;
}
