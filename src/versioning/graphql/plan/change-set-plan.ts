import type { RawBuilder } from 'kysely';
import {
  changeSetConditions,
  type ChangeSetFilter,
  changeSetRange,
  isOfVersions,
} from '../../read/history/change-set-filter.js';
import { historyStatements } from '../../read/history/history-statements.js';
import { standingUndos } from '../../read/history/standing-undos.js';
import type { PageRequest } from '../../read/lists/page.js';
import type { ChangeSetRow } from '../../read/history/change-set-row.js';
import type { VersionParts } from '../../read/history/version-parts.js';
import { idsOf } from '../../read/statements/ids-of.js';
import type { Parameter } from '../../read/statements/parameter.js';
import { readsOf } from '../declaration/field-reads.js';
import { planMakers } from './actor-plan.js';
import { planList } from './list-plan.js';
import { type PlanRun, Slot } from './plan-run.js';
import type { Level, Planning } from './planning.js';
import { changeSetKey, changeSetsKey, undoneByKey, versionsInKey } from './read-ahead.js';
import { reading } from './read-step.js';
import type { SelectedField } from './selection.js';
import { Unplanned } from './unplanned.js';
import { planVersions, withPartsOfBoth } from './version-plan.js';

/** Plans a page of change sets, and what is read of them. */
export function planChangeSets(planning: Planning, field: SelectedField): void {
  const { filter, ...page } = planning.selection.arguments(field) as PageRequest & { filter?: ChangeSetFilter | null };
  // Names of types and fields are looked up in the database.
  if (filter && isOfVersions(filter)) throw new Unplanned(field.definition.name);
  const [conditions, range] = [changeSetConditions(filter ?? {}, {}), changeSetRange(filter ?? {}, {})];
  const list = historyStatements(planning.context.metadata).changeSetList(page, conditions, range);
  planList(
    planning,
    field,
    list,
    (pageOf, { ahead, binding }) => ahead.keepPage(changeSetsKey(binding.in(page), filter ?? {}), '', pageOf()),
    (changeSets, items) => planBelow(planning, changeSets, items),
  );
}

/** Plans a change set that a field names by its id, and what is read of it. */
export function planChangeSet(planning: Planning, field: SelectedField): void {
  const { id } = planning.selection.arguments(field) as { id: string | Parameter<string> };
  planChangeSetsByIds(planning, field, idsOf(id), ({ binding }) => [binding.in(id) as string]);
}

/**
 * Plans change sets that are found by their ids, and what is read of them.
 *
 * @param ids SQL, a `uuid[]`
 * @param asked the ids that fields ask for, once their statement has been answered
 */
export function planChangeSetsByIds(
  planning: Planning,
  field: SelectedField,
  ids: RawBuilder<unknown>,
  asked: (run: PlanRun) => Iterable<string>,
): void {
  const { plan, selection, context } = planning;
  const found = new Slot<ReadonlyMap<string, ChangeSetRow>>(() => new Map());
  const statement = historyStatements(context.metadata).changeSets(ids);
  const step = plan.add(reading(statement, null), (read, run) => {
    run.put(found, read);
    for (const id of asked(run)) run.ahead.keep(changeSetKey, id, read.get(id) ?? null);
  });
  const level: Level<ChangeSetRow> = {
    instants: null,
    values: (column, type) => step.values(column, type),
    ids: (column) => step.ids(column),
    computed: (name, value) => step.computed(name, value),
    rows: (run) => run.in(found).values(),
  };
  for (const type of selection.types(field)) planBelow(planning, level, selection.below(field, type));
}

function planBelow(planning: Planning, changeSets: Level<ChangeSetRow>, fields: readonly SelectedField[]): void {
  for (const field of fields) {
    switch (readsOf(field.definition)?.kind) {
      case undefined:
      case 'nothing':
        break;
      case 'maker':
        planMakers(planning, changeSets, field, '', (row) => row);
        break;
      case 'versions in':
        planVersionsIn(planning, field, changeSets);
        break;
      case 'undoes':
        planChangeSetsByIds(planning, field, changeSets.ids('undoes_id'), (run) =>
          [...changeSets.rows(run)].flatMap(({ undoes }) => undoes ?? []),
        );
        break;
      case 'undone by':
        planUndoneBy(planning, field, changeSets);
        break;
      default:
        throw new Unplanned(field.definition.name);
    }
  }
}

/** The change sets that undid others and stand. */
function planUndoneBy(planning: Planning, field: SelectedField, changeSets: Level<ChangeSetRow>): void {
  const standing = new Slot<ReadonlyMap<string, string>>(() => new Map());
  const statement = historyStatements(planning.context.metadata).undos(changeSets.ids('id'));
  const step = planning.plan.add(reading(statement, null), (undos, run) => {
    const ids = [...changeSets.rows(run)].map(({ id }) => id);
    const by = standingUndos(ids, undos);
    run.put(standing, by);
    for (const id of ids) run.ahead.keep(undoneByKey, id, by.get(id) ?? null);
  });
  planChangeSetsByIds(planning, field, step.ids('id'), (run) => run.in(standing).values());
}

/** The versions that change sets made. */
function planVersionsIn(planning: Planning, field: SelectedField, changeSets: Level<ChangeSetRow>): void {
  const page = planning.selection.arguments(field) as PageRequest;
  const statements = historyStatements(planning.context.metadata);
  const ids = changeSets.values('id');
  const listOf = (parts: VersionParts) => statements.versionsIn(ids, page, parts);
  const entities = statements.metas.map((meta) => ({ meta, plan: planning.plan }));
  planVersions(planning, field, listOf, entities, (pageOf, run) => {
    const name = versionsInKey(run.binding.in(page));
    for (const { id } of changeSets.rows(run)) run.ahead.keepPage(name, id, pageOf(id), withPartsOfBoth);
  });
}
