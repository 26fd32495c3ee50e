import type { EntityMetadata, UnitOfWork } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { EntityField } from '../../model/entity-field.js';
import { DomainError } from '../../errors/domain-error.js';
import { Operation } from '../../model/operation.js';
import { modelOf } from '../../model/entity-model.js';
import type { PendingVersion } from '../recording/pending-version.js';
import { VersionedEntity } from '../../model/versioned-entity.js';
import { query } from '../../session/query.js';
import { isOwn } from '../../session/own-rows.js';

/**
 * Refuses to make a record belong to itself, or to what belongs to it, through any number of levels: a ring would be
 * deleted with none of its records and be reached from nowhere.
 *
 * All that stands above a moved record is locked `FOR SHARE` on the way up, and read as it is once the lock is had. So
 * of two moves that would make a ring together one waits for the other, or both run into a deadlock, whose loser is run
 * again; either way the later one sees what the earlier one did.
 *
 * @throws DomainError BAD_USER_INPUT naming the field
 */
export async function refuseRings(
  em: SqlEntityManager,
  uow: UnitOfWork,
  pending: readonly PendingVersion[],
): Promise<void> {
  const moved = new Map(pending.map((version) => [version.record.id, version]));
  const payloads = new Map<object, object>(uow.getChangeSets().map(({ entity, payload }) => [entity, payload]));
  for (const { meta, record, operation } of pending.filter(({ meta }) => canRing(meta))) {
    const payload = payloads.get(record)!;
    for (const reference of modelOf(meta).owners.filter(({ property }) => property in payload)) {
      const owner = ownerBy(record, reference);
      // Nothing belongs to a new record yet, but what comes with it.
      if (owner === null || (operation === Operation.CREATE && !moved.has(owner))) continue;
      if (await isAbove(em, record.id, reference.target!, owner, moved)) throw refusal(meta, reference);
    }
  }
}

function refusal({ className }: EntityMetadata, reference: EntityField): DomainError {
  const field = reference.name;
  const message = `${field}: a ${className} cannot belong to itself or to what belongs to it.`;
  return new DomainError('BAD_USER_INPUT', message, { field });
}

/** Whether a record is met on the way up from an owner. */
async function isAbove(
  em: SqlEntityManager,
  id: string,
  of: EntityMetadata,
  owner: string,
  moved: ReadonlyMap<string, PendingVersion>,
): Promise<boolean> {
  const met = new Set<string>();
  let level: [EntityMetadata, string][] = [[of, owner]];
  while (level.length > 0) {
    if (level.some(([, above]) => above === id)) return true;
    const next: typeof level = [];
    for (const [meta, above] of level.filter(([, above]) => !met.has(above))) {
      met.add(above);
      for (const reference of modelOf(meta).owners) {
        const known = moved.get(above);
        const owner = known ? ownerBy(known.record, reference) : await lockedOwner(em, meta, reference, above);
        if (owner !== null) next.push([reference.target!, owner]);
      }
    }
    level = next;
  }
  return false;
}

function ownerBy(record: VersionedEntity, reference: EntityField): string | null {
  const owner = (record as unknown as Record<string, unknown>)[reference.property];
  return owner instanceof VersionedEntity ? owner.id : null;
}

async function lockedOwner(
  em: SqlEntityManager,
  { tableName }: EntityMetadata,
  reference: EntityField,
  id: string,
): Promise<string | null> {
  const rows = await query<{ owner: string | null }>(em)`
    select ${sql.ref(reference.column)} as owner from ${sql.table(tableName)} t
    where ${isOwn('t')} and id = ${id} for share`;
  return rows[0]?.owner ?? null;
}

/** Whether an entity is owned by its own kind, through others or at once. */
export function canRing(meta: EntityMetadata): boolean {
  const above = new Set<object>();
  const climb = (from: EntityMetadata): void => {
    for (const { target } of modelOf(from).owners) {
      if (above.has(target!.class)) continue;
      above.add(target!.class);
      climb(target!);
    }
  };
  climb(meta);
  return above.has(meta.class);
}
