import { Operation } from '../../model/operation.js';
import { canonicalTimestamp } from '../../values/timestamp.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';

const ofCreation = ['createdAt', 'createdBy'] as const;
const ofDeletion = ['deletedAt', 'deletedBy', 'deletedIn'] as const;

/** What may delete or restore a record. */
const mayDelete: ReadonlySet<Operation> = new Set([Operation.DELETE, Operation.RESTORE, Operation.UNDO]);

/**
 * Takes back what a program wrote by hand into properties that say who did what and when: they are the recorder's to
 * write. A deletion by hand would be none: nothing that the record owns would go with it.
 *
 * @param payload what is about to be written
 * @param original the row as it was read; undefined for a new record
 */
export function takeBackBookkeeping(
  record: VersionedEntity,
  operation: Operation,
  payload: Record<string, unknown>,
  original: Readonly<Record<string, unknown>> | undefined,
): void {
  const isDeletion = mayDelete.has(operation);
  const names = [...(original ? ofCreation : ['createdAt']), ...(isDeletion ? [] : ofDeletion)];
  for (const name of names.filter((written) => written in payload)) {
    delete payload[name];
    Object.assign(record, { [name]: asRead(name, original?.[name]) });
  }
}

function asRead(name: string, value: unknown): unknown {
  return name.endsWith('At') && typeof value === 'string' ? canonicalTimestamp(value) : value;
}
