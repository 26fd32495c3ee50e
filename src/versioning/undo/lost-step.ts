import type { EntityMetadata } from '@mikro-orm/core';
import { Operation } from '../model/operation.js';
import type { ChangedRecord } from './changed-records.js';
import { insurmountable } from './obstacle.js';
import type { UndoStep } from './undo-plan.js';

/** The step of a record of which nothing can be undone, and why. @param meta null where the entity is unknown here */
export function lostStep({ table, id, last, lost }: ChangedRecord, meta: EntityMetadata | null): UndoStep {
  const name = meta?.className ?? table;
  const reason =
    lost === 'purged'
      ? `The ${name} was removed for good; what is purged cannot be brought back.`
      : lost === 'trimmed'
        ? `Version ${last} of the ${name}, which the change set made, is kept no longer.`
        : `There is no entity ${name} any more, or this server does not know it yet.`;
  return {
    meta,
    entityType: name,
    entityId: id,
    version: last,
    operation: lost === 'purged' ? Operation.RESTORE : Operation.UPDATE,
    changes: [],
    conflicts: [],
    obstacles: [insurmountable(reason)],
    values: {},
    formerVersion: null,
    causeId: null,
  };
}
