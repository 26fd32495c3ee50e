import type { EntityMetadata, UnitOfWork } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { conflictError } from './conflict.js';
import { modelOf } from '../../model/entity-model.js';
import { DomainError } from '../../errors/domain-error.js';
import { Operation } from '../../model/operation.js';
import type { EntityField } from '../../model/entity-field.js';
import { isDeleted, isRestored, type PendingVersion } from '../recording/pending-version.js';
import type { Recording } from '../recording/recording.js';
import { readPresentState } from '../../read/records/present-state.js';
import { VersionedEntity } from '../../model/versioned-entity.js';
import type { FoundReferences } from '../recording/found-references.js';
import { foundAmong, lookUp, lookupName } from './reference-lookup.js';

/** What makes a record refer to what it referred to before. */
const bringingBack: ReadonlySet<Operation> = new Set([Operation.RESTORE, Operation.REVERT, Operation.UNDO]);

/** What is refused for a deleted owner in words that say so. */
const ofOwners: ReadonlySet<Operation> = new Set([Operation.RESTORE, Operation.UNDO]);

/** Ids that a flush newly refers to through one field. */
interface NewReferences {
  readonly pending: PendingVersion;
  readonly field: EntityField;
  readonly ids: string[];
  /** Whether what is deleted may be referred to, as long as it is there. */
  readonly alsoDeleted: boolean;
}

/**
 * Refuses references to records that are not there, are deleted or are of another tenant (all three in the same words), and
 * locks owners against deletion, see {@link lookUp}. What has been looked up ahead of the changes is not asked for again.
 *
 * @throws DomainError NOT_FOUND naming the field; CONFLICT with `blockedBy` where a restored record's owner is deleted
 */
export async function guardReferences(em: SqlEntityManager, uow: UnitOfWork, recording: Recording): Promise<void> {
  const { pending } = recording;
  const staying = pending.filter((version) => !isDeleted(version));
  const alive = new Set(staying.map(({ meta, record }) => keyOf(meta, record.id)));
  const flushed: Flushed = {
    payloads: new Map<object, object>(uow.getChangeSets().map(({ entity, payload }) => [entity, payload])),
    links: Map.groupBy(uow.getCollectionUpdates() as Iterable<Links>, ({ owner }) => owner),
  };
  const references = staying
    .flatMap((version) => newReferences(version, flushed))
    .map((reference) => ({
      ...reference,
      ids: reference.ids.filter((id) => !alive.has(keyOf(reference.field.target!, id))),
    }));
  const groups = Map.groupBy(references, ({ field }) => field);
  for (const [field, group] of groups) await guard(em, recording, field, group);
}

/** Records of two entities can be asked for by one id. */
function keyOf({ tableName }: EntityMetadata, id: string): string {
  return `${tableName} ${id}`;
}

type Links = ReturnType<UnitOfWork['getCollectionUpdates']>[number];

/** What a flush is about to write, by record. */
interface Flushed {
  readonly payloads: ReadonlyMap<object, object>;
  readonly links: ReadonlyMap<object, readonly Links[]>;
}

function newReferences(pending: PendingVersion, { payloads, links }: Flushed): NewReferences[] {
  const { meta, record, operation, patched = [] } = pending;
  const bringsBack = bringingBack.has(operation);
  const payload = payloads.get(record)!;
  const found: NewReferences[] = [];
  for (const field of modelOf(meta).fields) {
    const { kind, name, property, isOwner } = field;
    if (kind === 'value') continue;
    // Restore, revert and undo bring back what stood there, also a reference to what is deleted by now; never an owner.
    const alsoDeleted = bringsBack && !isOwner && !patched.includes(name);
    // What owned a restored record may have been deleted since, also where the reference does not change.
    const isNew = property in payload || (isOwner && isRestored(pending, payload));
    const ids =
      kind === 'links' ? addedLinks(property, links.get(record) ?? []) : isNew ? referenced(record, property) : [];
    if (ids.length > 0) found.push({ pending, field, ids, alsoDeleted });
  }
  return found;
}

function referenced(record: object, property: string): string[] {
  const target = (record as Record<string, unknown>)[property];
  return target instanceof VersionedEntity ? [target.id] : [];
}

function addedLinks(property: string, changed: readonly Links[]): string[] {
  const links = changed.find((one) => one.property.name === property);
  if (!links) return [];
  const before = new Set((links.getSnapshot() ?? []).map((target) => (target as VersionedEntity).id));
  return links
    .getItems(false)
    .map((target) => (target as VersionedEntity).id)
    .filter((id) => !before.has(id));
}

async function guard(
  em: SqlEntityManager,
  recording: Recording,
  field: EntityField,
  references: NewReferences[],
): Promise<void> {
  const target = field.target!;
  const ids = new Set(references.flatMap((reference) => reference.ids));
  if (ids.size === 0) return;
  const { living } = foundAhead(recording, field, ids) ?? foundAmong(ids, await lookUp(em, field, ids));
  for (const { pending, ids, alsoDeleted } of references) {
    const missing = ids.find((id) => !(living.get(id) ?? false) && !(alsoDeleted && living.has(id)));
    if (missing !== undefined) throw await refusal(em, pending, target, field.name, missing);
  }
}

/** What was looked up ahead of the changes, if nothing was sent to the database since. */
function foundAhead(
  { ahead, sent }: Recording,
  field: EntityField,
  ids: ReadonlySet<string>,
): FoundReferences | undefined {
  const found = ahead?.sent === sent.count ? ahead.references.get(lookupName(field)) : undefined;
  return found && [...ids].every((id) => found.asked.has(id)) ? found : undefined;
}

async function refusal(
  em: SqlEntityManager,
  pending: PendingVersion,
  target: EntityMetadata,
  field: string,
  id: string,
): Promise<DomainError> {
  if (!ofOwners.has(pending.operation) || pending.patched?.includes(field)) {
    return new DomainError('NOT_FOUND', `${field}: there is no such ${target.className}.`, { field });
  }
  const { meta, record } = pending;
  const { version } = record;
  const current = await readPresentState(em, meta, { entityId: record.id, version });
  const message = `The ${target.className} it belongs to is deleted; restore that first.`;
  const blockedBy = { entityType: target.className, id };
  return conflictError(em, meta, { current, expectedVersion: version, message, blockedBy });
}
