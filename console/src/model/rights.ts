import type { Role } from '../../../sdk/src/index.js';
import type { EntityType } from './catalogue.js';

export type { Role };

/** Whether a role may change records of a type. What it may not do is not offered; the server decides all the same. */
export function mayWrite(role: Role, { write }: Pick<EntityType, 'write'>): boolean {
  return role === 'ADMIN' || (role === 'EDITOR' && write === 'WRITE');
}

/**
 * Whether a role may change records of any type, so that choosing several, or planning an undo, is of use to it. Whether it may
 * undo a certain change set, the server says when that is planned.
 */
export function mayChangeAny(role: Role): boolean {
  return role !== 'VIEWER';
}

/** Whether a role may purge, place holds, and read the audit log. */
export function mayAdminister(role: Role): boolean {
  return role === 'ADMIN';
}
