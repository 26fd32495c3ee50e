import type { RawBuilder } from 'kysely';
import { type HistoryFilter, versionConditions } from '../../read/history/history-filter.js';
import { historyStatements } from '../../read/history/history-statements.js';
import type { PageRequest } from '../../read/lists/page.js';
import { type Binding, Parameter } from '../../read/statements/parameter.js';
import type { VersionHeader } from '../../read/history/version-header.js';
import { oneParent, parentsAmong } from '../../read/lists/parents-among.js';
import type { Instants } from '../../read/instants/statement-at.js';
import type { VersionParts } from '../../read/history/version-parts.js';
import { versionKey } from '../../read/states/state-reader.js';
import { anyValue } from '../../session/any-value.js';
import { isRecordId } from '../../values/record-id.js';
import { entitiesOf } from './entities-of.js';
import { foundBy } from './found-by.js';
import type { Planning, RecordLevel } from './planning.js';
import { headerKey, historyKey } from './read-ahead.js';
import type { SelectedField } from './selection.js';
import { Unplanned } from './unplanned.js';
import { planVersion, planVersions, withPartsOfBoth } from './version-plan.js';

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
  const { parents, instants } = level ? historiesOf(level) : { parents: oneParent(oneId(id!)), instants: null };
  const statements = historyStatements(planning.context.metadata);
  const conditions = versionConditions(filter ?? {});
  const listOf = (parts: VersionParts) => statements.versionsOf(parents, page, conditions, instants, parts);
  const entities = level ? [{ meta: level.meta, plan: planning.plan }] : entitiesOf(planning, id!);
  planVersions(planning, field, listOf, entities, (pageOf, run) => {
    const { ahead, binding } = run;
    const name = historyKey(binding.in(page), filter ?? {}, run.instantOf(instants));
    const asked = level ? level.rows(run) : [{ id: binding.in(id!) as string }];
    for (const record of asked) ahead.keepPage(name, record.id, pageOf(record.id), withPartsOfBoth);
    if (!level) learnType(pageOf(binding.in(id!) as string).items[0]?.item, binding);
  });
}

/** Plans a version that a field names, and what is read of it. */
export function planVersionOf(planning: Planning, field: SelectedField): void {
  const { id, version } = planning.selection.arguments(field) as {
    id: string | Parameter<string>;
    version: number;
  };
  if (typeof id === 'string' && !isRecordId(id)) throw new Unplanned(field.definition.name);
  const statements = historyStatements(planning.context.metadata);
  const of = anyValue(oneId(id), 'uuid');
  const statementOf = (parts: VersionParts) => statements.version(of, version, parts);
  planVersion(planning, field, statementOf, entitiesOf(planning, id), (found, { ahead, binding }) => {
    const key = versionKey({ entityId: binding.in(id) as string, version });
    const known = ahead.find(headerKey, key) as VersionHeader | null | undefined;
    ahead.keep(headerKey, key, known && found ? withPartsOfBoth(known, found) : found);
    learnType(found, binding);
  });
}

function historiesOf(level: RecordLevel): { parents: RawBuilder<unknown>; instants: Instants | null } {
  const { ids, records } = foundBy(level, 'id');
  return { parents: parentsAmong(ids), instants: records.instants };
}

/** An id that an argument names; null where it is none. */
function oneId(id: string | Parameter<string>): string | null | Parameter<string | null> {
  const own = (of: string) => (isRecordId(of) ? of : null);
  return id instanceof Parameter ? id.as('id', own) : own(id);
}

function learnType(version: VersionHeader | null | undefined, { types }: Binding): void {
  if (version?.meta) types?.learn(version.entityId, version.meta.tableName);
}
