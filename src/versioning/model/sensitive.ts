import { PropertyNotes } from './property-notes.js';

/** How a sensitive property looks from outside. */
export interface SensitiveOptions {
  /** The name clients know it by, where that is not the property's own (`password` for `passwordHash`). */
  readonly as?: string;
  /** Makes what is stored out of what a client sends: a hash out of a password. */
  readonly store?: (value: string) => Promise<string>;
}

const declared = new PropertyNotes<SensitiveOptions>();

/**
 * Keeps a property's value out of snapshots, audit entries, diffs, errors and logs. Clients can write it and never read
 * it. That it changed is still recorded, under its public name, with the values redacted.
 */
export function Sensitive(options: SensitiveOptions = {}): PropertyDecorator {
  return (prototype, property) => declared.add(prototype, property, options);
}

/** The sensitive properties of a class, inherited ones included. */
export function sensitiveProperties(entity: { prototype: object }): ReadonlyMap<string, SensitiveOptions> {
  return declared.of(entity);
}
