import type { ChangeSet, ChangeSetType, Collection } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { Operation, operationOf } from '../../model/operation.js';
import type { ProposedChange } from '../../model/proposed-change.js';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import { RecordReader } from '../../read/records/record-reader.js';
import type { Intent } from '../recording/pending-version.js';
import type { Recording } from '../recording/recording.js';
import type { VersionedClass } from '../../model/map-versioned.js';
import { VersionedEntity } from '../../model/versioned-entity.js';

/**
 * Asks the entities' own rules about everything that a flush is about to write: there is no way past a flush, so a rule
 * holds for every operation there is, and for those to come.
 *
 * @throws what `validate` of an entity throws
 */
export async function validateChanges(
  em: SqlEntityManager,
  recording: Recording,
  changeSets: readonly ChangeSet<object>[],
): Promise<void> {
  const ruled = changeSets.filter(
    ({ entity }) => hasRules(entity as VersionedEntity) && !recording.intents.get(entity)?.alone,
  );
  for (const [entity, of] of Map.groupBy(ruled, ({ entity }) => entity.constructor as VersionedClass)) {
    const records = new RecordReader(em);
    const ids = of.map((changeSet) => (changeSet.entity as VersionedEntity).id);
    const stored = await records.byIds(entity, ids, DeletedFilter.INCLUDE);
    for (const { entity: record, type } of of as ChangeSet<VersionedEntity>[]) {
      const operation = meantBy(recording.intents.get(record), type);
      await record.validate(proposedChange(em, recording, record, operation, stored.get(record.id) ?? null));
    }
  }
}

/** What rules are told is done. An undo is told by what it does, so that it gets past no rule about deleting. */
function meantBy(intent: Intent | undefined, type: ChangeSetType): Operation {
  if (!intent || (intent.operation === Operation.UNDO && !intent.means)) return operationOf(type);
  return intent.means ?? intent.operation;
}

/** Whether an entity has rules of its own. */
export function hasRules(record: VersionedEntity): boolean {
  return record.validate !== VersionedEntity.prototype.validate;
}

function proposedChange<T extends VersionedEntity>(
  em: SqlEntityManager,
  { context }: Recording,
  record: T,
  operation: Operation,
  before: T | null,
): ProposedChange<T> {
  const records = new RecordReader(em);
  return {
    operation,
    before,
    actor: context.actor,
    role: context.role?.(em) ?? null,
    source: context.source,
    reason: context.reason ?? null,
    find: (entity, ids) => records.byIds(entity as never, ids) as never,
    async linkedIds(property) {
      const links = (record as unknown as Record<string, Collection<VersionedEntity>>)[property]!;
      const ids = links.getItems(false).map(({ id }) => id);
      if (links.isInitialized() || !before) return ids;
      const stored = await records.linkedIds(record.constructor as VersionedClass, property, [record.id]);
      return [...new Set([...stored.get(record.id)!, ...ids])];
    },
  };
}
