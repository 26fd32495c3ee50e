import type { EntityMetadata } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import type { EntityField } from '../model/entity-field.js';
import { modelOf } from '../model/entity-model.js';
import { isLiving } from '../model/is-living.js';
import { isVersioned } from '../model/map-versioned.js';
import { Operation } from '../model/operation.js';
import { fieldValue } from '../read/differences/diff.js';
import type { State } from '../read/states/record-state.js';
import { query } from '../session/query.js';
import type { Obstacle } from './obstacle.js';
import type { UndoStep } from './undo-plan.js';
import { isOwn } from '../session/own-rows.js';

/** The present states of records, by id. */
export type PresentStates = ReadonlyMap<string, Pick<State, 'record' | 'links'>>;

/** What a step makes its record refer to, or leaves it with where it brings it back. */
interface Reference {
  readonly step: UndoStep;
  readonly field: EntityField;
  readonly target: EntityMetadata;
  readonly isOwner: boolean;
  readonly ids: readonly string[];
  /** Whether the step puts it there: else the record has it already. */
  readonly isPut: boolean;
}

/**
 * Finds where a step would make its record refer to what is gone for good, or belong to what is deleted: one statement for
 * each entity that is referred to.
 *
 * @returns what stands in the way, by the ids of the steps' records
 */
export async function brokenReferences(
  em: SqlEntityManager,
  steps: readonly UndoStep[],
  present: PresentStates,
): Promise<Map<string, Obstacle[]>> {
  const references = steps.flatMap((step) => referencesOf(step, present));
  const operations = new Map(steps.map(({ entityId, operation }) => [entityId, operation]));
  const broken = new Map<string, Obstacle[]>();
  for (const of of Map.groupBy(references, ({ target }) => target.class).values()) {
    const found = await lookUp(em, of[0]!.target, [...new Set(of.flatMap(({ ids }) => ids))]);
    for (const reference of of) {
      for (const id of reference.ids) {
        const target = found.get(id);
        const sentence = problemWith(reference, id, target?.living, operations.get(id));
        if (!sentence) continue;
        const { entityId } = reference.step;
        const obstacle: Obstacle = {
          sentence,
          liftedBy: reference.isPut ? [reference.field.name] : [],
          ...(target && { by: { entityType: reference.target.className, entityId: id, version: target.version } }),
        };
        broken.set(entityId, [...(broken.get(entityId) ?? []), obstacle]);
      }
    }
  }
  return broken;
}

/** The ids of the records that will own a record once its step is made. */
export function ownersAfter(step: UndoStep, present: PresentStates): string[] {
  return referencesOf(step, present).flatMap(({ isOwner, ids }) => (isOwner ? ids : []));
}

function referencesOf(step: UndoStep, present: PresentStates): Reference[] {
  const { meta, entityId, operation, values } = step;
  const state = present.get(entityId);
  if (!meta || !state || operation === Operation.DELETE) return [];
  return modelOf(meta).fields.flatMap((field): Reference[] => {
    if (field.kind === 'value') return [];
    const { isOwner } = field;
    const isPut = Object.hasOwn(values, field.name);
    // What owned a restored record may have been deleted since.
    if (!isPut && !(isOwner && operation === Operation.RESTORE)) return [];
    const [was, is] = [idsIn(fieldValue(field, state)), isPut && idsIn(values[field.name])];
    const ids = is && field.kind === 'links' ? is.filter((id) => !was.includes(id)) : is || was;
    return [{ step, field, target: field.target!, isOwner, ids, isPut }];
  });
}

function idsIn(value: unknown): string[] {
  return Array.isArray(value) ? (value as string[]) : value === null ? [] : [value as string];
}

function problemWith(
  { field: { name }, target: { className }, isOwner }: Reference,
  id: string,
  living: boolean | undefined,
  operation: Operation | undefined,
): string | undefined {
  if (living === undefined) {
    const way = isOwner ? '' : '; keep the present value';
    return `${name}: the ${className} ${id} has been removed for good${way}.`;
  }
  if (!isOwner) return undefined;
  if (living && operation === Operation.DELETE) return `${name}: undoing deletes the ${className} ${id} too.`;
  if (living || operation === Operation.RESTORE) return undefined;
  return `The ${className} ${id} that it belongs to is deleted; restore that first.`;
}

/** A record that is there. */
interface Target {
  readonly living: boolean;
  readonly version: number;
}

/** Which records are there, and whether they are living. */
async function lookUp(
  em: SqlEntityManager,
  target: EntityMetadata,
  ids: readonly string[],
): Promise<Map<string, Target>> {
  if (ids.length === 0) return new Map();
  const [living, version] = isVersioned(target.class) ? [isLiving(), sql`version`] : [sql`true`, sql`1`];
  const rows = await query<Target & { id: string }>(em)`
    select id, ${living} as living, ${version} as version from ${sql.table(target.tableName)} t
    where ${isOwn('t', target)} and id = any (${ids}::uuid[])`;
  return new Map(rows.map((row) => [row.id, row]));
}
