import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Actor } from '../../model/actor.js';
import { nameOfActor } from '../../read/audit/actor-name.js';
import { compare, type Comparison, noDifference } from './comparison.js';
import { DomainError } from '../../errors/domain-error.js';
import type { FieldValues } from '../../model/field-value.js';
import { readPresentState } from '../../read/records/present-state.js';
import type { State } from '../../read/states/record-state.js';
import { readState, redactedSince, type VersionKey } from '../../read/states/state-reader.js';
import { tellUnfit } from '../../read/differences/tell-unfit.js';

/** What a refused change is about. */
export interface Conflict {
  /** The record as it is. */
  readonly current: State;
  readonly expectedVersion: number;
  /** For people. */
  readonly message: string;
  readonly comparison?: Comparison;
  /** What stands in the way, where it is another record. */
  readonly blockedBy?: { readonly entityType: string; readonly id: string };
  /** The error that told of it, if one did. */
  readonly cause?: unknown;
}

/** The error for a record that is not in the state its writer expected. */
export async function conflictError(
  em: SqlEntityManager,
  meta: EntityMetadata,
  { current: { record }, expectedVersion, message, comparison = noDifference, blockedBy, cause }: Conflict,
): Promise<DomainError> {
  const actor = Actor.parse(record.updatedBy);
  const details = {
    entityType: meta.className,
    id: record.id,
    expectedVersion,
    currentVersion: record.version,
    changedBy: actor && { id: actor.id, kind: actor.kind, displayName: await nameOfActor(em, actor) },
    changedAt: record.updatedAt,
    deleted: record.deletedAt != null,
    ...comparison,
    ...(blockedBy && { blockedBy }),
  };
  return new DomainError('CONFLICT', message, details, { cause });
}

/**
 * The error for a record whose version, or whose deletion, is not as its writer expected.
 *
 * @param present the record's newest version
 * @param yours the values wanted, for the three-way comparison
 * @param cause the error that told of it, if one did
 */
export async function conflictWith(
  em: SqlEntityManager,
  meta: EntityMetadata,
  present: VersionKey,
  expectedVersion: number,
  yours: FieldValues,
  cause?: unknown,
): Promise<DomainError> {
  const expected = { entityId: present.entityId, version: expectedVersion };
  const current = await readPresentState(em, meta, present);
  const base = await readState(em, meta, expected);
  const redacted = base ? await redactedSince(em, meta, expected) : [];
  const deleted = current.record.deletedAt != null;
  const comparison = compare(meta, { base, theirs: current, yours, redacted });
  if (base) tellUnfit(meta, expected, base, [...comparison.theirChanges, ...comparison.conflicts]);
  return conflictError(em, meta, {
    current,
    expectedVersion,
    message:
      present.version !== expectedVersion
        ? `The ${meta.className} is at version ${present.version}, not ${expectedVersion}.`
        : `The ${meta.className} is ${deleted ? 'deleted' : 'not deleted'}.`,
    comparison,
    cause,
  });
}
