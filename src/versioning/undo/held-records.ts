import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { modelOf } from '../model/entity-model.js';
import { query } from '../session/query.js';
import type { UndoStep } from './undo-plan.js';
import { forWhom, isOwn } from '../session/own-rows.js';

/**
 * The records that steps would move to another owner, and that a legal hold keeps where they are: a statement for each entity.
 * The hold may lie on something that they own, which the database alone sees.
 */
export async function heldRecords(em: SqlEntityManager, steps: readonly UndoStep[]): Promise<ReadonlySet<string>> {
  const held = new Set<string>();
  for (const [meta, of] of Map.groupBy(
    steps.filter((step) => ownersPut(step).length > 0),
    (step) => step.meta!,
  )) {
    const ids = of.map(({ entityId }) => entityId);
    const rows = await query<{ id: string }>(em)`
      select t.id from ${sql.table(meta.tableName)} t
      where ${isOwn('t')} and t.id = any (${ids}::uuid[]) and palimpsest.held(${meta.tableName}, to_jsonb(t), ${forWhom()})`;
    for (const { id } of rows) held.add(id);
  }
  return held;
}

/** The fields by which a step gives its record another owner. */
export function ownersPut({ meta, values }: UndoStep): string[] {
  if (!meta) return [];
  return modelOf(meta)
    .fields.filter(({ name, isOwner }) => isOwner && Object.hasOwn(values, name))
    .map(({ name }) => name);
}
