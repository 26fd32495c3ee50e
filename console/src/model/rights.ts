import type { EntityType } from './catalogue.js';

/** The role of who is signed in, as the server names it. */
export type Role = 'VIEWER' | 'EDITOR' | 'ADMIN';

/** Whether a role may change records of a type. What it may not do is not offered; the server decides all the same. */
export function mayWrite(role: Role, { write }: Pick<EntityType, 'write'>): boolean {
  return role === 'ADMIN' || (role === 'EDITOR' && write === 'WRITE');
}

/**
 * Whether there is anything that a role may change, so that it is of use to choose several, or to plan an undo; whether it may
 * undo all of a change set, its plan says.
 */
export function mayChangeAny(role: Role): boolean {
  return role !== 'VIEWER';
}

/** Whether a role may purge, place holds, and read the audit log. */
export function mayAdminister(role: Role): boolean {
  return role === 'ADMIN';
}
