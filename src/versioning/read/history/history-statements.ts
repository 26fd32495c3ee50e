import type { EntityMetadata, MetadataStorage } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { type ChangeSetRange, changeSetsByCommit, orderOfCommit } from './change-sets-by-commit.js';
import { type Asked, countedChangeSets } from './counted-change-sets.js';
import { KeysetList, parentsAmong } from '../lists/keyset-list.js';
import type { PageRequest } from '../lists/page.js';
import type { RawRow, ReadStatement } from '../statements/read-statement.js';
import { ChangeSet } from '../../store/change-set.js';
import { EntityVersion } from '../../store/entity-version.js';
import { SealedChangeSet } from '../../store/sealed-change-set.js';
import { StoredColumns } from '../../store/stored-columns.js';
import { type Instants, isSeen } from '../instants/statement-at.js';
import type { ChangeSetRow, VersionHeader } from './version-header.js';
import { isVersioned } from '../../model/map-versioned.js';
import { isOwn } from '../../session/own-rows.js';

const header = new StoredColumns(EntityVersion, [
  'entityType',
  'entityId',
  'version',
  'operation',
  'recordedAt',
  'changeSet',
]);

const changeSet = new StoredColumns(ChangeSet, [
  'id',
  'actorKind',
  'actorId',
  'reason',
  'requestId',
  'operationName',
  'source',
  'undoes',
  'recordedAt',
]);

/** SQL: what a version's header is made of, of the alias `v`. */
export const versionColumns = header.select('v');

const seal = new StoredColumns(SealedChangeSet, ['committedAt']);

/** SQL: a change set, of the alias `c`. */
const changeSetColumns = () => sql`${changeSet.select('c')}, (
  select ${seal.select('s')} from sealed_change_set s where ${isOwn('s')} and s.change_set_id = c.id)`;

/** The statements that read versions and change sets. They take ids as SQL for a `uuid[]`. */
export class HistoryStatements {
  readonly #metas: ReadonlyMap<string, EntityMetadata>;

  constructor(metadata: Iterable<EntityMetadata>) {
    const versioned = [...metadata].filter((meta) => isVersioned(meta.class));
    this.#metas = new Map(versioned.map((meta) => [meta.tableName, meta]));
  }

  /** The entities whose versions have a type. */
  get metas(): readonly EntityMetadata[] {
    return [...this.#metas.values()];
  }

  /** The versions of each record, newest first. @param conditions over the alias `v` @param instants whose versions */
  versionsOf(
    entityIds: RawBuilder<unknown>,
    page: PageRequest,
    conditions: readonly RawBuilder<unknown>[] = [],
    instants: Instants | null = null,
  ): KeysetList<VersionHeader> {
    return new KeysetList({
      scope: 'history',
      select: versionColumns,
      from: sql`entity_version v`,
      where: [isOwn('v'), sql`v.entity_id = parent.id`, ...(instants ? [isSeen(sql.ref('v.xid'))] : []), ...conditions],
      order: [{ expression: sql.ref('v.version'), type: 'int', ascending: false, required: true }],
      parents: parentsAmong(entityIds),
      instants,
      page,
      toItem: (row) => this.toHeader(row),
    });
  }

  /** The versions that each change set made. */
  versionsIn(changeSetIds: RawBuilder<unknown>, page: PageRequest): KeysetList<VersionHeader> {
    return new KeysetList({
      scope: 'change-set',
      select: versionColumns,
      from: sql`entity_version v`,
      where: [isOwn('v'), sql`v.change_set_id = parent.id`],
      order: [
        { expression: sql.ref('v.recorded_at'), type: 'timestamptz', ascending: true, required: true },
        { expression: sql.ref('v.entity_id'), type: 'uuid', ascending: true, required: true },
        { expression: sql.ref('v.version'), type: 'int', ascending: true, required: true },
      ],
      parents: parentsAmong(changeSetIds),
      page,
      toItem: (row) => this.toHeader(row),
    });
  }

  /** Change sets by id. */
  changeSets(ids: RawBuilder<unknown>): ReadStatement<Map<string, ChangeSetRow>> {
    return {
      statement: sql`select ${changeSetColumns()} from change_set c where ${isOwn('c')} and c.id = any (${ids})`,
      decode: (rows) => new Map(rows.map(toChangeSetRow).map((row) => [row.id, row])),
    };
  }

  /** Change sets, newest first. */
  changeSetList(page: PageRequest, asked: Asked, range: ChangeSetRange): KeysetList<ChangeSetRow> {
    return new KeysetList({
      scope: 'commits',
      select: changeSetColumns(),
      from: (edge, backwards) => changeSetsByCommit(range, edge, backwards),
      where: [isOwn('c'), ...asked.ofEach],
      order: orderOfCommit,
      counted: countedChangeSets(range, asked),
      isSteady: asked.ofEach.length === 0 && range.from == null && range.to == null,
      page,
      toItem: toChangeSetRow,
    });
  }

  /** A version as {@link versionColumns} give it. */
  toHeader(row: RawRow): VersionHeader {
    const version = header.decode(row);
    const meta = this.#metas.get(version.entityType) ?? null;
    return {
      ...version,
      meta,
      entityType: meta?.className ?? version.entityType,
      instant: { changeSet: version.changeSetId },
    };
  }
}

function toChangeSetRow(row: RawRow): ChangeSetRow {
  const { undoesId: undoes, ...read } = changeSet.decode(row);
  return { ...read, undoes, ...seal.decode(row) };
}

const made = new WeakMap<MetadataStorage, HistoryStatements>();

/** Those for the entities that are mapped. */
export function historyStatements(metadata: MetadataStorage): HistoryStatements {
  let statements = made.get(metadata);
  if (!statements) {
    statements = new HistoryStatements(metadata as Iterable<EntityMetadata>);
    made.set(metadata, statements);
  }
  return statements;
}
