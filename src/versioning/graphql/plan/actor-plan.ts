import type { EntityMetadata } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { Actor, ActorKind } from '../../model/actor.js';
import { modelOf } from '../../model/entity-model.js';
import type { VersionedClass } from '../../model/map-versioned.js';
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
  /** SQL, a `uuid[]`: of those that are users. What else may stand in their place is not handed down. */
  readonly ids: () => RawBuilder<unknown>;
  /** Once the statement of the level has been answered. */
  readonly of: (run: PlanRun) => Iterable<Actor | null>;
}

const userForm = `^${ActorKind.USER}:${recordIdForm.slice(1)}`;

/**
 * Plans what is read of actors that records name.
 *
 * @param fields those that give them
 */
export function planActors(planning: Planning, level: RecordLevel, fields: readonly SelectedField[]): void {
  const named = Map.groupBy(
    fields.flatMap((field) =>
      usersBelow(planning, field).map((entity) => ({ entity, property: propertyOf(level, field) })),
    ),
    ({ entity }) => entity,
  );
  for (const [entity, of] of named) {
    const columns = [...new Map(of.map(({ property }) => [property.column, property])).values()];
    planUsers(planning, entity, {
      ids: () =>
        sql.join(
          columns.map(({ column }) => level.computed(`user ${column}`, userIn(column))),
          sql` || `,
        ),
      *of(run) {
        for (const row of allRows<VersionedEntity>(level, run)) {
          for (const { property } of columns) yield Actor.parse((row as unknown as Record<string, string>)[property]);
        }
      },
    });
  }
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
  for (const entity of usersBelow(planning, field)) {
    planUsers(planning, entity, {
      ids: () => level.computed('user', makerIn(prefix)),
      *of(run) {
        for (const row of allRows(level, run)) {
          const maker = makerOf(row);
          if (maker) yield new Actor(maker.actorKind, maker.actorId);
        }
      },
    });
  }
}

/** The entities of which records are read below a field that gives an actor. */
function usersBelow({ selection }: Planning, field: SelectedField): VersionedClass[] {
  const below = selection.types(field).flatMap((type) => selection.below(field, type));
  return below.flatMap((one) => {
    const reads = readsOf(one.definition);
    if (!reads || reads.kind === 'nothing') return [];
    const isRead = selection
      .types(one)
      .some((type) => selection.below(one, type).some(({ definition }) => readsOf(definition)));
    if (reads.kind !== 'user' || isRead) throw new Unplanned(one.definition.name);
    return [reads.entity];
  });
}

/** Plans the records of those actors that are users, as they are now, whenever they did what they are named for. */
function planUsers({ plan, context }: Planning, entity: VersionedClass, actors: Actors): void {
  const meta = context.metadata.get(entity) as EntityMetadata;
  const users = new RecordStatements(context.platform).byIds(meta, actors.ids(), DeletedFilter.INCLUDE);
  const name = recordKey(entity, DeletedFilter.INCLUDE, null);
  plan.add(reading(users, null), (found, run) => {
    for (const actor of actors.of(run)) {
      if (actor?.kind === ActorKind.USER) run.ahead.keep(name, actor.id, found.get(actor.id) ?? null);
    }
  });
}

function propertyOf({ meta }: RecordLevel, { definition }: SelectedField) {
  const reads = readsOf(definition);
  const named = reads?.kind === 'actor' && modelOf(meta).readable.find(({ property }) => property === reads.property);
  if (!named) throw new Unplanned(definition.name);
  return named;
}

/** SQL: the id of the user that a column of a row `s` names. */
function userIn(column: string): RawBuilder<unknown> {
  const said = sql.ref(`s.${column}`);
  return sql`case when ${said} ~ ${sql.lit(userForm)} then split_part(${said}, ':', 2)::uuid end`;
}

function makerIn(prefix: string): RawBuilder<unknown> {
  const [kind, id] = [sql.ref(`s.${prefix}actor_kind`), sql.ref(`s.${prefix}actor_id`)];
  return sql`case when ${kind} = ${sql.lit(ActorKind.USER)} and ${id} ~ ${sql.lit(recordIdForm)} then ${id}::uuid end`;
}
