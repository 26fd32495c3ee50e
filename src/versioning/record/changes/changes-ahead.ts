import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { isDeepStrictEqual } from 'node:util';
import { assign } from './assignment.js';
import type { AnnouncedChange } from '../recording/announced-change.js';
import type { Changed } from '../recording/changed.js';
import { entityOf } from '../../model/entities.js';
import type { EntityField } from '../../model/entity-field.js';
import { modelOf } from '../../model/entity-model.js';
import { fieldProblem, type FieldValues } from '../../model/field-value.js';
import { isOrderFree } from './key-order.js';
import { lockedAhead } from './locked-record.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { mostLinksOf } from '../../model/most-links.js';
import { Operation } from '../../model/operation.js';
import { canRing } from '../refusals/ownership-ring.js';
import type { Recording } from '../recording/recording.js';
import { hasRules } from '../refusals/validation.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import { isRecordId } from '../../values/record-id.js';

/** What was announced is not what was asked for; run again as it is asked for, the work makes what it means. */
export class OtherwiseAnnounced extends Error {
  override readonly name = 'OtherwiseAnnounced';
}

/**
 * Makes announced changes in one flush, all or none; none where one would be refused or could concern another, which
 * those of different operations could by a unique key, and those that move unique keys within one table.
 */
export async function makeAhead(
  em: SqlEntityManager,
  recording: Recording,
  changes: readonly AnnouncedChange[],
): Promise<void> {
  if (recording.isOneByOne || changes.length < 2) return;
  if (new Set(changes.map(({ operation }) => operation)).size > 1) return;
  const records = changes.map((change) => readyFor(em, recording, change));
  if (records.includes(undefined) || new Set(records).size < changes.length) return;
  if (changes[0]!.operation === Operation.DELETE && !areApart(em, new Set(changes.map(({ entity }) => entity)))) return;
  if (!isOrderFree(changes, recording.ahead?.keys, (entity) => entityOf(em, entity))) return;
  recording.madeAhead = [];
  recording.order = new Map(records.map((record, n) => [record!, n]));
  for (const [n, change] of changes.entries()) await make(em, recording, change, records[n]!);
  await em.flush();
  const changedIds = new Set(recording.pending.map(({ record }) => record.id));
  recording.madeAhead = changes.map((announced, n) => {
    const { id } = records[n]!;
    return { announced, changed: { id, changeSetId: changedIds.has(id) ? recording.changeSetId : null } };
  });
}

/**
 * What a change that is asked for has done, where it was made ahead.
 *
 * @throws OtherwiseAnnounced where another was to come next
 */
export function takeMade(recording: Recording, asked: AnnouncedChange): Changed | undefined {
  const next = recording.madeAhead?.shift();
  if (!next) return undefined;
  if (!isDeepStrictEqual(plain(next.announced), plain(asked))) throw new OtherwiseAnnounced();
  return next.changed;
}

/** The record to be changed, where nothing but assigning values or deleting stands between now and its flush. */
function readyFor(em: SqlEntityManager, recording: Recording, change: AnnouncedChange): VersionedEntity | undefined {
  const { entity } = change;
  const meta = entityOf(em, entity);
  if (hasOwnCode(meta)) return undefined;
  if (change.operation === Operation.CREATE) {
    const isWhole = modelOf(meta).fields.every(({ name, isRequired }) => !isRequired || change.values[name] != null);
    return isWhole && areReady(meta, change) ? new entity() : undefined;
  }
  const [record] = lockedAhead(recording, entity, change.id) ?? [];
  if (!record || record.version !== change.expectedVersion || record.deletedAt != null) return undefined;
  return change.operation === Operation.DELETE || areReady(meta, change) ? record : undefined;
}

/** Whether values are assigned without asking anything, and what they refer to is asked for together with others. */
function areReady(meta: EntityMetadata, { operation, values }: { operation: Operation; values: FieldValues }): boolean {
  const isReady = (field: EntityField): boolean => {
    const value = values[field.name];
    if (fieldProblem(field, value)) return false;
    if (field.kind === 'value') return true;
    // Those of a record that is there are compared with what it is linked to.
    if (field.kind === 'links') return operation === Operation.CREATE && areFew(meta, field, value as string[] | null);
    // What a record that is moved comes to belong to, is asked level by level.
    const isMove = operation === Operation.UPDATE && field.isOwner && canRing(meta);
    return !isMove && (value === null || isRecordId(value as string));
  };
  return modelOf(meta)
    .fields.filter(({ name }) => values[name] !== undefined)
    .every(isReady);
}

/** Whether a new record may be linked to these. */
function areFew(meta: EntityMetadata, { property }: EntityField, ids: readonly string[] | null): boolean {
  if (!ids) return true;
  return new Set(ids).size <= mostLinksOf(meta.class, property) && ids.every((id) => isRecordId(id));
}

/** Whether no deletion takes along what another is of, or could. */
function areApart(em: SqlEntityManager, entities: ReadonlySet<VersionedClass>): boolean {
  const met = new Set<unknown>(entities);
  const owners = [...entities].map((entity) => entityOf(em, entity));
  // What is added on the way is come to as well.
  for (const owner of owners) {
    for (const { child } of modelOf(owner).owned) {
      if (met.has(child.class) || hasOwnCode(child)) return false;
      met.add(child.class);
      owners.push(child);
    }
  }
  return true;
}

/** Whether a program is asked when records of an entity are written: it could look at what the others have done. */
function hasOwnCode(meta: EntityMetadata): boolean {
  return hasRules(meta.class.prototype as VersionedEntity) || Object.keys(meta.hooks).length > 0;
}

async function make(
  em: SqlEntityManager,
  recording: Recording,
  change: AnnouncedChange,
  record: VersionedEntity,
): Promise<void> {
  if (change.operation === Operation.DELETE) {
    recording.intents.set(record, { operation: Operation.DELETE });
    em.remove(record);
    return;
  }
  await assign(em, entityOf(em, change.entity), record, change.values);
  if (change.operation === Operation.CREATE) em.persist(record);
}

/** Whatever class the API has made of it. */
function plain(change: AnnouncedChange): unknown {
  if (change.operation === Operation.DELETE) return change;
  const given = Object.entries(change.values).filter(([, value]) => value !== undefined);
  return { ...change, values: Object.fromEntries(given) };
}
