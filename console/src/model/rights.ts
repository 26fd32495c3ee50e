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

/** For whom a place of the console is. */
export interface PlaceRights {
  /** All where absent. */
  readonly roles?: readonly Role[];
  /** Whether it is there to change records of its type, and so for those alone who may. */
  readonly writes?: true;
}

/**
 * Whether a place is for a role: the navigation leads there, and whoever enters its address sees it.
 *
 * @param type whose records the place is about; undefined where it is about none, or there is no such type, as the place says
 */
export function mayOpen(role: Role, { roles, writes }: PlaceRights, type?: Pick<EntityType, 'write'>): boolean {
  if (roles && !roles.includes(role)) return false;
  return !writes || !type || mayWrite(role, type);
}

/** Whether a role may purge, place holds, and read the audit log. */
export function mayAdminister(role: Role): boolean {
  return role === 'ADMIN';
}
