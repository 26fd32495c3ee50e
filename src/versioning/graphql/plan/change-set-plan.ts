import {
  changeSetConditions,
  type ChangeSetFilter,
  changeSetRange,
  isOfVersions,
} from '../../read/history/change-set-filter.js';
import { historyStatements } from '../../read/history/history-statements.js';
import type { PageRequest } from '../../read/lists/page.js';
import type { ChangeSetRow } from '../../read/history/version-header.js';
import type { VersionParts } from '../../read/history/version-parts.js';
import { readsOf } from '../declaration/field-reads.js';
import { planList } from './list-plan.js';
import type { Level, Planning } from './planning.js';
import { changeSetsKey, versionsInKey } from './read-ahead.js';
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
    (changeSets, items) => {
      for (const item of items) {
        const reads = readsOf(item.definition);
        if (reads?.kind === 'versions in') planVersionsIn(planning, item, changeSets);
        else if (reads) throw new Unplanned(item.definition.name);
      }
    },
  );
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
