import { Extensions } from 'type-graphql';
import type { VersionedClass } from '../../model/map-versioned.js';

/** Which records a mutation changes, as its field's extension `locks` says it. */
export interface LockAheadExtension {
  readonly entity: VersionedClass;
  /** The fields of the mutation's input that hold their ids. */
  readonly idFields: readonly string[];
}

/**
 * Says which records a mutation changes, so that an operation of several mutations locks them all before the first, in
 * one order for all operations: such operations then queue up instead of running into deadlocks.
 *
 * @param entity what the records are
 * @param idFields the fields of `input` that hold an id or a list of them
 */
export function LockAhead(
  entity: VersionedClass,
  idFields: readonly string[] = ['id'],
): MethodDecorator & PropertyDecorator {
  return Extensions({ locks: { entity, idFields } satisfies LockAheadExtension }) as MethodDecorator &
    PropertyDecorator;
}
