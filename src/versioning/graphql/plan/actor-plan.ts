import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { Actor, ActorKind } from '../../model/actor.js';
import { columnOf } from '../../model/entity-model.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';
import type { Maker } from '../../read/history/change-set-row.js';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import { RecordStatements } from '../../read/records/record-statements.js';
import { recordIdForm } from '../../values/record-id.js';
import { readsOf } from '../declaration/field-reads.js';
import { allRows } from './all-rows.js';
import type { PlanRun } from './plan-run.js';
import type { Level, Planning, RecordLevel } from './planning.js';
import { recordKey } from './read-ahead.js';
import { reading } from './read-step.js';
import type { SelectedField } from './selection.js';
import { Unplanned } from './unplanned.js';

/** Actors, as the rows of a level tell them. */
interface Actors {
  /** SQL, a `uuid[]`: of those that are users. */
  readonly ids: RawBuilder<unknown>;
  /** Once the statement of the level has been answered. */
  readonly of: (run: PlanRun) => Iterable<Actor | null>;
}

const form = `^${ActorKind.USER}:${recordIdForm.replace('^', '')}`;

/**
 * Plans what is read of an actor that records name.
 *
 * @param property where they hold it
 */
export function planActor(planning: Planning, level: RecordLevel, field: SelectedField, property: string): void {
  const { column } = columnOf(level.meta, property);
  const said = level.values(column, 'text');
  planUsers(planning, field, {
    ids: sql`array(select distinct split_part(a, ':', 2)::uuid from unnest(${said}) a where a ~ ${sql.lit(form)})`,
    *of(run) {
      for (const row of allRows<VersionedEntity>(level, run)) yield Actor.parse(row[property as 'createdBy']);
    },
  });
}

/**
 * Plans what is read of those who made change sets.
 *
 * @param prefix of the columns of a change set in the rows of the level
 * @param makerOf who made it, null where it is not there
 */
export function planMakers<T>(
  planning: Planning,
  level: Level<T>,
  field: SelectedField,
  prefix: string,
  makerOf: (row: T) => Maker | null | undefined,
): void {
  const of = (column: string) => level.values(`${prefix}${column}`, 'text');
  planUsers(planning, field, {
    ids: sql`array(
      select distinct id::uuid from unnest(${of('actor_kind')}, ${of('actor_id')}) a (kind, id)
      where kind = ${sql.lit(ActorKind.USER)} and id ~ ${sql.lit(recordIdForm)})`,
    *of(run) {
      for (const row of allRows(level, run)) {
        const maker = makerOf(row);
        if (maker) yield new Actor(maker.actorKind, maker.actorId);
      }
    },
  });
}

/** Plans the records of those actors that are users, as they are now, whenever they did what they are named for. */
function planUsers({ plan, selection, context }: Planning, field: SelectedField, actors: Actors): void {
  const below = selection.types(field).flatMap((type) => selection.below(field, type));
  for (const { definition } of below) {
    const reads = readsOf(definition);
    if (!reads) continue;
    if (reads.kind !== 'user') throw new Unplanned(definition.name);
    const meta = context.metadata.get(reads.entity) as EntityMetadata;
    const users = new RecordStatements(context.platform).byIds(meta, actors.ids, DeletedFilter.INCLUDE);
    const name = recordKey(reads.entity, DeletedFilter.INCLUDE, null);
    plan.add(reading(users, null), (found, run) => {
      for (const actor of actors.of(run)) {
        if (actor?.kind === ActorKind.USER) run.ahead.keep(name, actor.id, found.get(actor.id) ?? null);
      }
    });
  }
}
