import type { EntityMetadata } from '@mikro-orm/core';
import { print } from 'graphql';
import { DeletedFilter } from '../../read/lists/deleted-filter.js';
import { RecordStatements } from '../../read/records/record-statements.js';
import { anyValues } from '../../session/any-value.js';
import { planChangeSetsByIds } from './change-set-plan.js';
import { readsOf } from '../declaration/field-reads.js';
import type { Planning, PlanningContext } from './planning.js';
import { ReadPlan } from './read-plan.js';
import { planBelow, planByIds } from './record-plan.js';
import type { SelectedField, Selection } from './selection.js';
import { Unplanned } from './unplanned.js';

/** A record that a mutation answers. */
export interface AnsweredRecord {
  readonly id: string;
  readonly meta: EntityMetadata;
  /** By which the payload gives it. */
  readonly field: SelectedField;
}

/**
 * Plans what answers of mutations read of their records and below them: level by level, those that select the same together.
 *
 * @returns undefined where they have the records' own values alone
 */
export function planAnswers(
  selection: Selection,
  answered: readonly AnsweredRecord[],
  context: PlanningContext,
): ReadPlan | undefined {
  const deep = answered.filter(({ field }) => readsBelow(selection, field));
  if (deep.length === 0) return undefined;
  const plan = new ReadPlan();
  const planning: Planning = { plan, selection, context, below: planBelow, changeSets: planChangeSetsByIds };
  const records = new RecordStatements(context.platform, null, context.reading);
  try {
    for (const alike of Map.groupBy(deep, selectedOf).values()) {
      const [{ meta, field }] = alike as [AnsweredRecord];
      const ids = alike.map(({ id }) => id);
      planByIds(planning, { records, ids: anyValues(ids, 'uuid') }, field, meta, DeletedFilter.INCLUDE, () => ids);
    }
    return plan;
  } catch (error) {
    if (error instanceof Unplanned) return undefined;
    throw error;
  }
}

function readsBelow(selection: Selection, field: SelectedField): boolean {
  return selection
    .types(field)
    .some((type) => selection.below(field, type).some(({ definition }) => readsOf(definition) !== undefined));
}

/** What is selected of a record, the same for all that select the same. */
function selectedOf({ meta, field: { nodes } }: AnsweredRecord): string {
  return `${meta.className} ${nodes.map((node) => print(node)).join(' ')}`;
}
