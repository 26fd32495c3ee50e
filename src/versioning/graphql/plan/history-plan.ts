import { type HistoryFilter, versionConditions } from '../../read/history/history-filter.js';
import { historyStatements } from '../../read/history/history-statements.js';
import { idsOf } from '../../read/statements/ids-of.js';
import type { Page, PageRequest } from '../../read/lists/page.js';
import type { Binding, Parameter } from '../../read/statements/parameter.js';
import type { VersionHeader } from '../../read/history/version-header.js';
import { isRecordId } from '../../values/record-id.js';
import { foundBy } from './found-by.js';
import type { Planning, RecordLevel } from './planning.js';
import { historyKey } from './read-ahead.js';
import { stepsWhere } from './read-plan.js';
import type { SelectedField } from './selection.js';
import { Unplanned } from './unplanned.js';
import { planVersions, type VersionsOf } from './version-plan.js';

type HistoryArguments = PageRequest & {
  readonly id?: string | Parameter<string>;
  readonly filter?: HistoryFilter | null;
};

/**
 * Plans the versions of records, and what is read of them.
 *
 * @param level the records; null where the field names one by its id
 */
export function planHistory(planning: Planning, field: SelectedField, level: RecordLevel | null): void {
  const { id, filter, ...page } = planning.selection.arguments(field) as HistoryArguments;
  // What a field is called in the database depends on what the record is.
  if (filter?.field || (typeof id === 'string' && !isRecordId(id))) throw new Unplanned(field.definition.name);
  const { ids, records } = level ? foundBy(level, 'id') : { ids: idsOf(id!), records: null };
  const instants = records?.instants ?? null;
  const statements = historyStatements(planning.context.metadata);
  const list = statements.versionsOf(ids, page, versionConditions(filter ?? {}), instants);
  const entities = level ? [{ meta: level.meta, plan: planning.plan }] : entitiesOf(planning, id!);
  planVersions(planning, field, list, entities, (pageOf, run) => {
    const { ahead, binding } = run;
    const name = historyKey(binding.in(page), filter ?? {}, run.instantOf(instants));
    const asked = level ? level.rows(run) : [{ id: binding.in(id!) as string }];
    for (const record of asked) ahead.keep(name, record.id, pageOf(record.id));
    if (!level) learnType(pageOf(binding.in(id!) as string), binding);
  });
}

/** All that a record may be; once it is known what it is, nothing is read of the others. */
function entitiesOf({ plan, context }: Planning, id: string | Parameter<string>): VersionsOf[] {
  return historyStatements(context.metadata).metas.map((meta) => {
    const isMaybe = (binding: Binding) => {
      const known = binding.types?.of(binding.in(id) as string);
      return known === undefined || known === meta.tableName;
    };
    return { meta, plan: stepsWhere(plan, isMaybe) };
  });
}

function learnType({ items: [first] }: Page<VersionHeader>, { types }: Binding): void {
  if (first?.item.meta) types?.learn(first.item.entityId, first.item.meta.tableName);
}
