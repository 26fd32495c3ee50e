import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import type { EntityField } from '../model/entity-field.js';
import { modelOf } from '../model/entity-model.js';
import { Operation } from '../model/operation.js';
import { fieldValue } from '../read/differences/diff.js';
import { KeyRows } from '../record/refusals/key-rows.js';
import type { UniqueKey } from '../record/recording/unique-key.js';
import { uniqueKeysOf } from '../record/refusals/unique-keys-of.js';
import { query } from '../session/query.js';
import type { LookedAt } from './looked-at.js';
import type { PresentStates } from './reference-targets.js';
import type { UndoStep } from './undo-plan.js';

/** That a step takes a unique key which another record has. */
export interface TakenKey {
  readonly step: UndoStep;
  readonly holder: LookedAt;
  /** Whether the plan makes the holder give it up. */
  readonly isGivenUp: boolean;
  /** What the key is made of, as clients call it. */
  readonly fields: readonly string[];
  /** What the step puts there that makes its record have the key: without it, there is no need of this. */
  readonly putFields: readonly string[];
}

/** Finds the holders of the unique keys that steps take: a statement for each key of each entity. */
export async function keyHolders(
  em: SqlEntityManager,
  steps: readonly UndoStep[],
  present: PresentStates,
): Promise<TakenKey[]> {
  const found: TakenKey[] = [];
  const deleted = new Set(
    steps.flatMap(({ entityId, operation }) => (operation === Operation.DELETE ? [entityId] : [])),
  );
  const living = steps.filter(
    ({ meta, entityId, operation }) => meta && present.has(entityId) && operation !== Operation.DELETE,
  );
  for (const of of Map.groupBy(living, ({ meta }) => meta!.class).values()) {
    const meta = of[0]!.meta!;
    for (const key of await uniqueKeysOf(em, meta.tableName)) {
      const deciding = modelOf(meta).fields.filter(
        ({ kind, column }) => kind !== 'links' && key.decidedBy.includes(column),
      );
      const fields = deciding.filter(({ column }) => key.columns.includes(column));
      const touching = of.filter(
        ({ operation, values }) =>
          operation === Operation.RESTORE || deciding.some(({ name }) => Object.hasOwn(values, name)),
      );
      if (touching.length === 0 || fields.length === 0) continue;
      const byId = new Map(touching.map((step) => [step.entityId, step]));
      for (const { id, holder, version, keeps } of await holdersOf(em, meta, key, deciding, touching, present)) {
        const isGivenUp = deleted.has(holder) || (byId.has(holder) && !keeps);
        const step = byId.get(id)!;
        found.push({
          step,
          holder: { entityType: meta.className, entityId: holder, version },
          isGivenUp,
          fields: fields.map(({ name }) => name),
          putFields: deciding.map(({ name }) => name).filter((name) => Object.hasOwn(step.values, name)),
        });
      }
    }
  }
  return found;
}

interface Holder {
  readonly id: string;
  readonly holder: string;
  readonly version: number;
  /** Whether the holder is among the steps, and has the key after its own too. */
  readonly keeps: boolean;
}

/**
 * Who has the key already that steps take, where what is put there fulfils its condition. What that says of when a record was
 * deleted is of one that is not.
 */
function holdersOf(
  em: SqlEntityManager,
  meta: EntityMetadata,
  key: UniqueKey,
  deciding: readonly EntityField[],
  steps: readonly UndoStep[],
  present: PresentStates,
): Promise<Holder[]> {
  const rows = new KeyRows(meta, key);
  const wanted = steps.map(({ entityId: id, values }) => {
    const valueOf = (field: EntityField) =>
      Object.hasOwn(values, field.name) ? values[field.name] : fieldValue(field, present.get(id)!);
    return { id, values: deciding.map((field) => [field, valueOf(field)] as const) };
  });
  return query<Holder>(em)`
    with wanted as materialized ${rows.wanted(wanted, em.getPlatform(), rows.among)}
    select w.id, held.id as holder, held.version, coalesce(${rows.same('own', 'w')}, false) as keeps
    from wanted w
    join ${rows.held} held on ${rows.same('held', 'w')} and held.id <> w.id
    left join wanted own on own.id = held.id
    order by w.id`;
}
