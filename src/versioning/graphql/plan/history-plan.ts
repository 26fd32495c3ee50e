import type { EntityMetadata } from '@mikro-orm/core';
import type { GraphQLObjectType } from 'graphql';
import { type RawBuilder, sql } from 'kysely';
import { type HistoryFilter, versionConditions } from '../../read/history-filter.js';
import { historyStatements } from '../../read/history-statements.js';
import type { KeysetList } from '../../read/keyset-list.js';
import type { Page, PageRequest } from '../../read/page.js';
import type { Parameter } from '../../read/parameter.js';
import { isRecordId } from '../../values/record-id.js';
import { stateStatement, versionKey } from '../../read/state-reader.js';
import type { VersionHeader } from '../../read/version-header.js';
import { readsOf } from '../declaration/field-reads.js';
import { idsOf } from '../../read/ids-of.js';
import { planList } from './list-plan.js';
import { changeSetKey, historyKey, type ReadAhead, stateKey } from './read-ahead.js';
import type { Level, Planning, RecordLevel } from './planning.js';
import { Unplanned } from './unplanned.js';
import type { SelectedField } from './selection.js';

/** As many entities as versions of a record of an unknown one are looked for among. */
const mostEntities = 8;

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
  const ids = level ? level.values('id') : idsOf(id!);
  const instant = level?.records.instant ?? null;
  const conditions = versionConditions(filter ?? {});
  const list = historyStatements(planning.context.metadata).versionsOf(ids, page, conditions, instant);
  const metas = level ? [level.meta] : historyStatements(planning.context.metadata).metas;
  planVersions(planning, field, list, metas, (pageOf, ahead) => {
    const name = historyKey(ahead.binding.in(page), filter ?? {}, instant);
    const records = level ? level.rows(ahead) : [{ id: ahead.binding.in(id!) as string }];
    for (const record of records) ahead.keep(name, record.id, pageOf(record.id));
  });
}

/**
 * Plans a list of versions, and what is read of them.
 *
 * @param metas the entities that they may be of
 * @param keep what a page of it is called
 */
export function planVersions(
  planning: Planning,
  field: SelectedField,
  list: KeysetList<VersionHeader>,
  metas: readonly EntityMetadata[],
  keep: (page: (parent?: string) => Page<VersionHeader>, ahead: ReadAhead) => void,
): void {
  const asked: AskedOfVersions = { changeSets: false, states: new Map() };
  const versions = planList(planning, field, list, keep, (_level, items, type) =>
    collect(planning, ofType(metas, type), items, asked),
  );
  if (asked.changeSets) planChangeSets(planning, versions);
  for (const [meta, withFormer] of asked.states) planStates(planning, versions, meta, withFormer);
}

/** What is asked of the versions of a list, under all of its names: `nodes` and `edges { node }` read the same. */
interface AskedOfVersions {
  changeSets: boolean;
  /** Of which entities their states are read, and whether also those before them. */
  readonly states: Map<EntityMetadata, boolean>;
}

/** Of an interface's field, each version type has a turn: it is about one entity. */
function ofType(metas: readonly EntityMetadata[], type: GraphQLObjectType): readonly EntityMetadata[] {
  return metas.filter(({ className }) => type.name === `${className}Version`);
}

/** Notes what is read of versions of these entities. */
function collect(
  planning: Planning,
  metas: readonly EntityMetadata[],
  fields: readonly SelectedField[],
  asked: AskedOfVersions,
): void {
  for (const field of fields) {
    const reads = readsOf(field.definition);
    switch (reads?.kind) {
      case undefined:
        break;
      case 'change set':
        asked.changeSets = true;
        refuseBelow(planning, field);
        break;
      case 'changes':
      case 'snapshot':
        for (const meta of metas) asked.states.set(meta, reads.kind === 'changes' || (asked.states.get(meta) ?? false));
        if (asked.states.size > mostEntities) throw new Unplanned(field.definition.name);
        refuseBelow(planning, field);
        break;
      default:
        throw new Unplanned(field.definition.name);
    }
  }
}

function planChangeSets(planning: Planning, level: Level<VersionHeader>): void {
  const { statement, decode } = historyStatements(planning.context.metadata).changeSets(level.values('change_set_id'));
  planning.plan.add(statement, decode, (found, ahead) => {
    for (const { changeSetId } of level.rows(ahead)) {
      ahead.keep(changeSetKey, changeSetId, found.get(changeSetId) ?? null);
    }
  });
}

/** The states of versions, and where they are compared, of those before them. */
function planStates(planning: Planning, level: Level<VersionHeader>, meta: EntityMetadata, withFormer: boolean): void {
  const { statement, decode } = stateStatement(planning.context.platform, meta, keysOf(level, withFormer));
  planning.plan.add(statement, decode, (found, ahead) => {
    for (const { meta: own, entityId, version: last } of level.rows(ahead)) {
      if (own?.class !== meta.class) continue;
      for (const version of withFormer ? [last - 1, last] : [last]) {
        const key = versionKey({ entityId, version });
        ahead.keep(stateKey(meta), key, found.get(key) ?? null);
      }
    }
  });
}

function keysOf(level: Level<VersionHeader>, withFormer: boolean): RawBuilder<unknown> {
  const versions = sql`unnest(${level.values('entity_id')}, ${level.values('version', 'int')})`;
  if (!withFormer) return versions;
  return sql`(
    select distinct v.entity_id, n.version from ${versions} v (entity_id, version)
    cross join lateral (values (v.version - 1), (v.version)) n (version))`;
}

/** What stands below reads by itself: relations and names are those of an instant, which is not known before. */
function refuseBelow(planning: Planning, field: SelectedField): void {
  for (const type of planning.selection.types(field)) {
    const relation = planning.selection.below(field, type).find(({ definition }) => readsOf(definition));
    if (relation) throw new Unplanned(relation.definition.name);
  }
}
