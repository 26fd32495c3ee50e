import type { EntityMetadata } from '@mikro-orm/core';
import { Actor } from './actor.js';
import { fieldValue, sameValue } from './diff.js';
import { shownFieldsOf } from './entity-field.js';
import { DomainError } from './errors.js';
import type { State } from './state.js';

/** A field that both sides changed, to different values. */
export interface FieldConflict {
  readonly field: string;
  readonly base: unknown;
  readonly theirs: unknown;
  readonly yours: unknown;
}

/**
 * The three-way comparison behind a CONFLICT, as in a merge: what was there, what others made of it, what you wanted.
 *
 * @param base the state at the expected version; null where there is none, and then nothing can be compared
 * @param yours the values wanted, by field name
 */
export function fieldConflicts(
  meta: EntityMetadata,
  base: State | null,
  theirs: State,
  yours: Readonly<Record<string, unknown>>,
): FieldConflict[] {
  if (!base) return [];
  return shownFieldsOf(meta)
    .filter((field) => !field.sensitive && field.name in yours)
    .flatMap((field) => {
      const conflict = {
        field: field.name,
        base: fieldValue(field, base),
        theirs: fieldValue(field, theirs),
        yours: field.kind === 'links' ? sorted(yours[field.name]) : yours[field.name],
      };
      const differ = (a: unknown, b: unknown) => !sameValue(field, a, b);
      const { base: was, theirs: is, yours: wanted } = conflict;
      return differ(was, is) && differ(was, wanted) && differ(is, wanted) ? [conflict] : [];
    });
}

/** The error for a record that is not in the state its writer expected. */
export function conflictError(
  meta: EntityMetadata,
  current: State,
  expectedVersion: number,
  message: string,
  conflicts: readonly FieldConflict[] = [],
  details: Readonly<Record<string, unknown>> = {},
): DomainError {
  const { record } = current;
  const actor = Actor.parse(record.updatedBy);
  return new DomainError('CONFLICT', message, {
    entityType: meta.className,
    id: record.id,
    expectedVersion,
    currentVersion: record.version,
    changedBy: actor && { id: actor.id, kind: actor.kind },
    changedAt: record.updatedAt,
    deleted: record.deletedAt != null,
    conflicts,
    ...details,
  });
}

/** As a state holds links; null clears them. */
function sorted(ids: unknown): string[] {
  return [...new Set((ids ?? []) as string[])].toSorted();
}
