import type { EntityMetadata, MetadataStorage } from '@mikro-orm/core';
import { type RawBuilder, sql } from 'kysely';
import { ChangeSetColumns } from './change-set-columns.js';
import { type ChangeSetRange, changeSetsByCommit, orderOfCommit } from './change-sets-by-commit.js';
import { type Asked, countedChangeSets } from './counted-change-sets.js';
import { KeysetList } from '../lists/keyset-list.js';
import type { PageRequest } from '../lists/page.js';
import type { RawRow, ReadStatement } from '../statements/read-statement.js';
import { EntityVersion } from '../../store/entity-version.js';
import { StoredColumns } from '../../store/stored-columns.js';
import { type Instants, isSeen } from '../instants/statement-at.js';
import type { ChangeSetRow } from './change-set-row.js';
import type { VersionHeader } from './version-header.js';
import { isVersioned } from '../../model/map-versioned.js';
import { isOwn } from '../../session/own-rows.js';
import type { KeysetQuery } from '../lists/keyset-query.js';
import { parentsAmong } from '../lists/parents-among.js';
import type { UndoneBy } from './standing-undos.js';
import { VersionParts } from './version-parts.js';

const header = new StoredColumns(EntityVersion, [
  'entityType',
  'entityId',
  'version',
  'operation',
  'recordedAt',
  'changeSet',
]);

/** SQL: what a version's header is made of, of the alias `v`. */
export const versionColumns = header.select('v');

const changeSetColumns = new ChangeSetColumns();

/** How versions are read. */
interface Versions extends Pick<KeysetQuery<VersionHeader>, 'select' | 'where' | 'counted'> {
  readonly from: RawBuilder<unknown>;
  readonly toItem: (row: RawRow) => VersionHeader;
}

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

  /**
   * The versions of each record, newest first.
   *
   * @param parents SQL for whose: rows of their ids, as `parent`
   * @param conditions over the alias `v`
   * @param instants whose versions
   * @param parts what is read with them
   */
  versionsOf(
    parents: RawBuilder<unknown>,
    page: PageRequest,
    conditions: readonly RawBuilder<unknown>[] = [],
    instants: Instants | null = null,
    parts = VersionParts.none,
  ): KeysetList<VersionHeader> {
    return new KeysetList({
      scope: 'history',
      ...this.#read(parts, [
        isOwn('v'),
        sql`v.entity_id = parent.id`,
        ...(instants ? [isSeen(sql.ref('v.xid'))] : []),
        ...conditions,
      ]),
      order: [{ expression: sql.ref('v.version'), type: 'int', ascending: false, required: true }],
      parents,
      instants,
      page,
      isSteady: conditions.length === 0,
    });
  }

  /**
   * A version of a record.
   *
   * @param id SQL for whose
   * @param number absent: the newest
   * @param parts what is read with it
   */
  version(id: unknown, number?: number, parts = VersionParts.none): ReadStatement<VersionHeader | null> {
    const of = number === undefined ? [] : [sql`v.version = ${number}`];
    const { select, from, where, toItem } = this.#read(parts, [isOwn('v'), sql`v.entity_id = ${id}`, ...of]);
    return {
      statement: sql`select ${select} from ${from} where ${sql.join([...where], sql` and `)} order by v.version desc limit 1`,
      decode: ([row]) => (row ? toItem(row) : null),
    };
  }

  /** The versions that each change set made. @param parts what is read with them */
  versionsIn(
    changeSetIds: RawBuilder<unknown>,
    page: PageRequest,
    parts = VersionParts.none,
  ): KeysetList<VersionHeader> {
    return new KeysetList({
      scope: 'change-set',
      ...this.#read(parts, [isOwn('v'), sql`v.change_set_id = parent.id`]),
      order: [
        { expression: sql.ref('v.recorded_at'), type: 'timestamptz', ascending: true, required: true },
        { expression: sql.ref('v.entity_id'), type: 'uuid', ascending: true, required: true },
        { expression: sql.ref('v.version'), type: 'int', ascending: true, required: true },
      ],
      parents: parentsAmong(changeSetIds),
      page,
      isSteady: true,
    });
  }

  /** Change sets by id. */
  changeSets(ids: RawBuilder<unknown>): ReadStatement<Map<string, ChangeSetRow>> {
    return {
      statement: sql`select ${changeSetColumns.select('c')} from change_set c where ${isOwn('c')} and c.id = any (${ids})`,
      decode: (rows) => new Map(rows.map((row) => changeSetColumns.decode(row)).map((row) => [row.id, row])),
    };
  }

  /**
   * What undid change sets, and what undid that, the latest first: see `standingUndos`. Which is the latest the places say, which
   * no clock does; what has none yet came later, in the order of its transactions.
   */
  undos(ids: RawBuilder<unknown>): ReadStatement<readonly UndoneBy[]> {
    return {
      statement: sql`
        with recursive undo as (
          select s.id, s.undoes_id as of, s.xid from change_set s
          where ${isOwn('s')} and s.undoes_id = any (${ids})
          union select s.id, s.undoes_id, s.xid from undo u join change_set s on ${isOwn('s')} and s.undoes_id = u.id)
        select id, of from undo u
        order by (select p.place from sealed_change_set p where ${isOwn('p')} and p.change_set_id = u.id) desc nulls first, xid desc, id desc`,
      decode: (rows) => rows as unknown as readonly UndoneBy[],
    };
  }

  /** Change sets, newest first. */
  changeSetList(page: PageRequest, asked: Asked, range: ChangeSetRange): KeysetList<ChangeSetRow> {
    return new KeysetList({
      scope: 'commits',
      select: changeSetColumns.select('c'),
      from: (edge, backwards) => changeSetsByCommit(range, edge, backwards),
      where: [isOwn('c'), ...asked.ofEach],
      order: orderOfCommit,
      counted: countedChangeSets(range, asked),
      isSteady: asked.ofEach.length === 0 && range.from == null && range.to == null,
      page,
      toItem: (row) => changeSetColumns.decode(row),
    });
  }

  /** How versions are read, with what is read of them besides; counting them does without that. */
  #read(parts: VersionParts, where: readonly RawBuilder<unknown>[]): Versions {
    const versions = sql`entity_version v`;
    return {
      select: sql`${versionColumns}${parts.columns}`,
      from: sql`${versions}${parts.joined}`,
      where,
      counted: sql`${versions} where ${sql.join([...where], sql` and `)}`,
      toItem: (row) => {
        const version = this.toHeader(row);
        return { ...version, ...parts.decode(row, version) };
      },
    };
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
