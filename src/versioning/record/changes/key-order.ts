import type { EntityMetadata } from '@mikro-orm/core';
import type { AnnouncedChange } from '../recording/announced-change.js';
import { modelOf } from '../../model/entity-model.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { Operation } from '../../model/operation.js';
import type { UniqueKey } from '../recording/unique-key.js';

/** What every update writes besides its values. */
const ofUpdate = ['version', 'updatedAt', 'updatedBy'];
const ofDeletion = [...ofUpdate, 'deletedAt', 'deletedBy', 'deletedIn'];

/**
 * Whether changes of one operation, made in any order, end as they do in their own, by what rows exclude each other by. One
 * that takes a key that another gives up must come after it, and PostgreSQL compares row by row, in an order of its own.
 *
 * @param keys of the tables of what is updated or deleted, and of what that owns; undefined where they are not known
 */
export function isOrderFree(
  changes: readonly AnnouncedChange[],
  keys: readonly UniqueKey[] | undefined,
  metaOf: (entity: VersionedClass) => EntityMetadata,
): boolean {
  const byEntity = Map.groupBy(changes, ({ entity }) => metaOf(entity));
  return [...byEntity].every(([meta, of]) => {
    // A creation only takes keys: those of several fit together, or do not.
    if (of.length < 2 || of[0]!.operation === Operation.CREATE) return true;
    if (!keys) return false;
    if (of[0]!.operation === Operation.UPDATE) {
      const written = writtenBy(of, meta);
      return keys.every((key) => key.table !== meta.tableName || !isDecidedBy(key, written));
    }
    return withOwned([meta]).every((deleted) => {
      const written = columnsOf(deleted, ofDeletion);
      return keys.every((key) => key.table !== deleted.tableName || isGivenUp(key) || !isDecidedBy(key, written));
    });
  });
}

/** Entities and all that they own, directly or not. */
export function withOwned(metas: readonly EntityMetadata[]): EntityMetadata[] {
  const met = new Set(metas);
  // What is added on the way is come to as well.
  for (const meta of met) for (const { child } of modelOf(meta).owned) met.add(child);
  return [...met];
}

function writtenBy(updates: readonly AnnouncedChange[], meta: EntityMetadata): ReadonlySet<string> {
  const given = new Set(
    updates.flatMap((update) => (update.operation === Operation.UPDATE ? Object.keys(update.values) : [])),
  );
  const fields = modelOf(meta).fields.filter(({ name }) => given.has(name));
  return new Set([...fields.map(({ column }) => column), ...columnsOf(meta, ofUpdate)]);
}

function columnsOf(meta: EntityMetadata, properties: readonly string[]): ReadonlySet<string> {
  const columns = modelOf(meta).columns.filter(({ property }) => properties.includes(property));
  return new Set(columns.map(({ column }) => column));
}

/** Whether what is written may decide who has a key. */
function isDecidedBy({ decidedBy, isComputed }: UniqueKey, written: ReadonlySet<string>): boolean {
  return isComputed || decidedBy.some((column) => written.has(column));
}

/** Whether a deletion does nothing to a key but give it up: only living records have it, whatever else is asked of them. */
function isGivenUp({ condition }: UniqueKey): boolean {
  // As PostgreSQL writes it, with all parentheses.
  return condition === '(deleted_at IS NULL)' || condition?.startsWith('((deleted_at IS NULL) AND ') === true;
}
