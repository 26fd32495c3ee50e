import type { Instant } from './instant.js';

const instants = new WeakMap<object, Instant>();

/** The instant a record was read at; null is the present. */
export function instantOf(record: object): Instant | null {
  return instants.get(record) ?? null;
}

/** Binds a record made from a snapshot to the instant of its version, so that its relations are read there. */
export function setInstant(record: object, instant: Instant): void {
  instants.set(record, instant);
}
