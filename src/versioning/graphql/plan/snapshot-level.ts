import type { EntityMetadata } from '@mikro-orm/core';
import { sql } from 'kysely';
import { modelOf } from '../../model/entity-model.js';
import { EachInstant } from '../../read/instants/each-instant.js';
import { linkedIn } from '../../read/records/linked-in.js';
import type { RecordedState } from '../../read/states/record-state.js';
import { RecordStatements } from '../../read/records/record-statements.js';
import type { Slot } from './plan-run.js';
import type { Level, PlanningContext, RecordLevel } from './planning.js';

/**
 * Records as versions have them, each at the instant of its own. An instant says nothing of what they hold themselves: one
 * transaction can make several versions of a record, and at its instant only the last of them stands.
 *
 * @param handed what the statement of the states hands down
 * @param states of an entity, by the instants right after their change sets
 */
export function snapshotLevel(
  { platform, reading }: PlanningContext,
  meta: EntityMetadata,
  handed: Pick<Level<unknown>, 'values' | 'computed'>,
  states: Slot<RecordedState[]>,
): RecordLevel {
  const values: Level<unknown>['values'] = (column, type) => handed.values(column, type);
  const instants = EachInstant.of(values('$instant'), values('$id'));
  const records = new RecordStatements(platform, instants, reading);
  // A snapshot that was put back from another record says its id.
  const own = (column: string, type?: string) => values(column === 'id' ? '$id' : column, type);
  return {
    meta,
    instants,
    records,
    values: own,
    ids: own,
    computed: (name, value) => handed.computed(name, value),
    rows: (run) => run.in(states).map(({ record }) => record),
    linked(property) {
      const { column } = modelOf(meta).fields.find((field) => field.property === property)!;
      const linked = linkedIn(sql`unnest(${values('$instant')}, ${values('$links', 'jsonb')})`, column);
      return {
        records: records.at(new EachInstant(linked)),
        ids: EachInstant.ids,
        asked: (run) => run.in(states).flatMap(({ links }) => links[column] ?? []),
      };
    },
  };
}
