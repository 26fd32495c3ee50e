import type { EntityMetadata } from '@mikro-orm/core';
import type { GraphQLObjectType } from 'graphql';
import { type RawBuilder, sql } from 'kysely';
import type { KeysetList } from '../../read/lists/keyset-list.js';
import type { RecordedState } from '../../read/states/record-state.js';
import type { ReadStatement } from '../../read/statements/read-statement.js';
import { stateStatement, versionKey } from '../../read/states/state-reader.js';
import type { VersionHeader } from '../../read/history/version-header.js';
import { tellsChanges } from '../../read/states/recorded-change.js';
import { changeSetPrefix, VersionParts } from '../../read/history/version-parts.js';
import { readsOf } from '../declaration/field-reads.js';
import { planMakers } from './actor-plan.js';
import { allRows } from './all-rows.js';
import { askedOfItems, planList } from './list-plan.js';
import type { MaybeOf } from './entities-of.js';
import type { PageAhead } from './page-ahead.js';
import { type PlanRun, Slot } from './plan-run.js';
import type { Level, Planning } from './planning.js';
import { stateKey } from './read-ahead.js';
import { reading } from './read-step.js';
import type { SelectedField } from './selection.js';
import { snapshotLevel } from './snapshot-level.js';
import { Unplanned } from './unplanned.js';

/** As many entities as versions of a record of an unknown one are looked for among. */
const mostEntities = 8;

/** What is asked of the versions of a list, under all of its names: `nodes` and `edges { node }` read the same. */
interface AskedOfVersions {
  makers: boolean;
  changeSets: boolean;
  /** Who made them, also where their change sets are asked. */
  readonly actors: SelectedField[];
  /** What else is read of the change sets: these are read by themselves then. */
  readonly belowChangeSets: SelectedField[];
  /** Of those whose entities need no states for that. */
  changes: boolean;
  readonly states: Map<MaybeOf, AskedOfStates>;
}

interface AskedOfStates {
  /** Also of those before them. */
  former: boolean;
  /** Of records as they were. */
  readonly below: (readonly SelectedField[])[];
}

/**
 * Plans a list of versions, and what is read of them: what made them and what they changed, with the list itself.
 *
 * @param listOf gives it, with parts of the versions besides their headers
 * @param entities those that they may be of
 * @param keep what a page of it is called
 */
export function planVersions(
  planning: Planning,
  field: SelectedField,
  listOf: (parts: VersionParts) => KeysetList<VersionHeader>,
  entities: readonly MaybeOf[],
  keep: (page: (parent?: string) => PageAhead<VersionHeader>, run: PlanRun) => void,
): void {
  const asked = collected(planning, askedOfItems(planning.selection, field), entities);
  const parts = new VersionParts(asked, planning.context.platform);
  planBelow(
    planning,
    planList(planning, field, listOf(parts), keep, () => undefined),
    asked,
  );
}

/**
 * Plans one version, and what is read of it.
 *
 * @param statementOf gives what reads it, with parts besides its header
 * @param keep takes it; null where there is none
 */
export function planVersion(
  planning: Planning,
  field: SelectedField,
  statementOf: (parts: VersionParts) => ReadStatement<VersionHeader | null>,
  entities: readonly MaybeOf[],
  keep: (version: VersionHeader | null, run: PlanRun) => void,
): void {
  const { plan, selection, context } = planning;
  const types = selection.types(field).map((type) => [type, selection.below(field, type)] as const);
  const asked = collected(planning, types, entities);
  const found = new Slot<readonly VersionHeader[]>(() => []);
  const step = plan.add(reading(statementOf(new VersionParts(asked, context.platform)), null), (version, run) => {
    run.put(found, version ? [version] : []);
    keep(version, run);
  });
  const versions: Level<VersionHeader> = {
    instants: null,
    values: (column, type) => step.values(column, type),
    ids: (column) => step.ids(column),
    computed: (name, value) => step.computed(name, value),
    rows: (run) => run.in(found),
  };
  planBelow(planning, versions, asked);
}

function collected(
  planning: Planning,
  types: ReturnType<typeof askedOfItems>,
  entities: readonly MaybeOf[],
): AskedOfVersions {
  const asked: AskedOfVersions = {
    makers: false,
    changeSets: false,
    actors: [],
    belowChangeSets: [],
    changes: false,
    states: new Map(),
  };
  for (const [type, fields] of types) collect(planning, ofType(entities, type), fields, asked);
  return asked;
}

function planBelow(planning: Planning, versions: Level<VersionHeader>, asked: AskedOfVersions): void {
  for (const [{ meta, plan }, of] of asked.states) planStates({ ...planning, plan }, versions, meta, of);
  for (const field of asked.actors) {
    planMakers(planning, versions, field, changeSetPrefix, ({ maker, changeSet }) => maker ?? changeSet);
  }
  for (const field of asked.belowChangeSets) {
    planning.changeSets(planning, field, versions.ids('change_set_id'), (run) =>
      [...allRows(versions, run)].map(({ changeSetId }) => changeSetId),
    );
  }
}

/** A version that has been read twice, with different parts. */
export function withPartsOfBoth(one: VersionHeader, other: VersionHeader): VersionHeader {
  return { ...one, ...other };
}

/** Of an interface's field, each version type has a turn: it is about one entity. */
function ofType(entities: readonly MaybeOf[], type: GraphQLObjectType): readonly MaybeOf[] {
  return entities.filter(({ meta: { className } }) => type.name === `${className}Version`);
}

/** Notes what is read of versions of these entities. */
function collect(
  planning: Planning,
  entities: readonly MaybeOf[],
  fields: readonly SelectedField[],
  asked: AskedOfVersions,
): void {
  for (const field of fields) {
    const reads = readsOf(field.definition);
    switch (reads?.kind) {
      case undefined:
      case 'nothing':
        break;
      case 'maker':
        asked.makers = true;
        asked.actors.push(field);
        break;
      case 'change set':
        asked.changeSets = true;
        for (const below of relationsBelow(planning, field).flat()) {
          if (readsOf(below.definition)?.kind === 'maker') asked.actors.push(below);
        }
        if (readingBelow(planning, field)) asked.belowChangeSets.push(field);
        break;
      case 'changes':
        for (const entity of entities) {
          if (tellsChanges(entity.meta)) asked.changes = true;
          else askedOf(asked, entity).former = true;
        }
        refuseBelow(planning, field);
        break;
      case 'snapshot':
        for (const entity of entities) askedOf(asked, entity).below.push(...relationsBelow(planning, field));
        break;
      default:
        throw new Unplanned(field.definition.name);
    }
  }
}

function askedOf({ states }: AskedOfVersions, entity: MaybeOf): AskedOfStates {
  let asked = states.get(entity);
  if (!asked) states.set(entity, (asked = { former: false, below: [] }));
  if (states.size > mostEntities) throw new Unplanned(entity.meta.className);
  return asked;
}

/** The states of versions, where they are compared, of those before them, and what stands below them. */
function planStates(
  planning: Planning,
  versions: Level<VersionHeader>,
  meta: EntityMetadata,
  { former, below }: AskedOfStates,
): void {
  const { plan, context } = planning;
  const states = new Slot<RecordedState[]>(() => []);
  const statement = stateStatement(context.platform, meta, keysOf(versions, former));
  const step = plan.add(reading(statement, null), (found, run) => {
    for (const { meta: own, entityId, version: last, changeSetId } of allRows(versions, run)) {
      if (own?.class !== meta.class) continue;
      for (const version of former ? [last - 1, last] : [last]) {
        const key = versionKey({ entityId, version });
        run.ahead.keep(stateKey(meta), key, found.get(key) ?? null);
      }
      const state = found.get(versionKey({ entityId, version: last }));
      if (state) run.part(changeSetId).in(states).push(state);
    }
  });
  if (!below.flat().some(({ definition }) => readsOf(definition))) return;
  const level = snapshotLevel(context, meta, step, states);
  for (const fields of below) planning.below(planning, level, fields);
}

function keysOf(versions: Level<VersionHeader>, former: boolean): RawBuilder<unknown> {
  const keys = sql`unnest(${versions.values('entity_id')}, ${versions.values('version', 'int')})`;
  if (!former) return keys;
  return sql`(
    select distinct v.entity_id, n.version from ${keys} v (entity_id, version)
    cross join lateral (values (v.version - 1), (v.version)) n (version))`;
}

function relationsBelow({ selection }: Planning, field: SelectedField): (readonly SelectedField[])[] {
  return selection.types(field).map((type) => selection.below(field, type));
}

/** What stands below reads by itself: what it names is only known once it is compared. */
function refuseBelow(planning: Planning, field: SelectedField): void {
  const reads = readingBelow(planning, field);
  if (reads) throw new Unplanned(reads.definition.name);
}

/** What stands below and reads, but for who made change sets, which versions tell. */
function readingBelow(planning: Planning, field: SelectedField): SelectedField | undefined {
  return relationsBelow(planning, field)
    .flat()
    .find(({ definition }) => !['maker', 'nothing', undefined].includes(readsOf(definition)?.kind));
}
