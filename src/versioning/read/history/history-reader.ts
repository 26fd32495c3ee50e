import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { type ChangeSetFilter, changeSetConditions, changeSetRange, namedVersions } from './change-set-filter.js';
import { internalColumns } from '../states/hidden-columns.js';
import { changedColumns, type HistoryFilter, versionConditions } from './history-filter.js';
import { type HistoryStatements, historyStatements } from './history-statements.js';
import type { Instant } from '../instants/instant.js';
import { readKeysetPages } from '../lists/keyset-page.js';
import type { Page, PageRequest } from '../lists/page.js';
import { asking } from '../statements/asking.js';
import { isRecordId } from '../../values/record-id.js';
import { changedUpToDate } from '../states/upcast.js';
import { oneParent, parentsAmong } from '../lists/parents-among.js';
import { standingUndos } from './standing-undos.js';
import type { ChangeSetRow } from './change-set-row.js';
import type { VersionHeader } from './version-header.js';
import { query } from '../../session/query.js';
import { isOwn } from '../../session/own-rows.js';

/** Reads versions and change sets. */
export class HistoryReader {
  private readonly statements: HistoryStatements;

  constructor(private readonly em: SqlEntityManager) {
    this.statements = historyStatements(em.getMetadata());
  }

  /** Of each record, a page of its versions, newest first. Of an unknown record: none. @param filter names no field */
  async versionsOf(
    entityIds: readonly string[],
    page: PageRequest,
    filter: Omit<HistoryFilter, 'field'> = {},
    instant: Instant | null = null,
  ): Promise<(entityId: string) => Page<VersionHeader>> {
    const ids = sql`${entityIds.filter((id) => isRecordId(id))}::uuid[]`;
    return readKeysetPages(
      asking(this.em),
      this.statements.versionsOf(parentsAmong(ids), page, versionConditions(filter), instant),
    );
  }

  /**
   * A page of the versions of a record, where a filter names fields.
   *
   * @param newest of it, which says what it is
   * @throws DomainError BAD_USER_INPUT for a field that it does not have
   */
  async versionsChanging(
    { entityId, meta, entityType }: VersionHeader,
    page: PageRequest,
    filter: HistoryFilter,
  ): Promise<Page<VersionHeader>> {
    const type = { table: meta?.tableName ?? entityType, meta };
    const columns = await changedColumns(this.em, [type], filter.field ?? []);
    const conditions = versionConditions(filter, columns);
    const list = this.statements.versionsOf(oneParent(entityId), page, conditions);
    return (await readKeysetPages(asking(this.em), list))(entityId);
  }

  /**
   * A page of the change sets, newest first.
   *
   * @throws DomainError BAD_USER_INPUT for types and fields that there are not
   */
  async changeSetList(page: PageRequest, filter: ChangeSetFilter): Promise<Page<ChangeSetRow>> {
    const named = await namedVersions(this.em, filter);
    const list = this.statements.changeSetList(page, changeSetConditions(filter, named), changeSetRange(filter, named));
    return (await readKeysetPages(asking(this.em), list))();
  }

  /** Of each change set, a page of the versions that it made. */
  async versionsIn(
    changeSetIds: readonly string[],
    page: PageRequest,
  ): Promise<(changeSetId: string) => Page<VersionHeader>> {
    return readKeysetPages(asking(this.em), this.statements.versionsIn(sql`${changeSetIds}::uuid[]`, page));
  }

  /** One version of one record, or null. Without a number: the newest. */
  async version(entityId: string, version?: number): Promise<VersionHeader | null> {
    if (!isRecordId(entityId)) return null;
    const { statement, decode } = this.statements.version(entityId, version);
    return decode(await asking(this.em)(statement));
  }

  /** The first and the last version of a record that are kept, or null. */
  async keptVersions(entityId: string): Promise<readonly [first: number, last: number] | null> {
    if (!isRecordId(entityId)) return null;
    const [row] = await query<{ first: number | null; last: number }>(this.em)`
      select min(v.version) as first, max(v.version) as last from entity_version v where ${isOwn('v')} and v.entity_id = ${entityId}`;
    return row!.first === null ? null : [row!.first, row!.last];
  }

  /** The columns that changed after version `from` up to version `to`, as they are called now, sensitive ones included. */
  async changedBetween({ entityId, meta, entityType }: VersionHeader, from: number, to: number): Promise<string[]> {
    const rows = await query<{ column: string | null }>(this.em)`
      select distinct jsonb_array_elements_text(${changedUpToDate(meta, 'v')}) as column from entity_version v
      where ${isOwn('v')} and v.entity_id = ${entityId} and v.version > ${from} and v.version <= ${to}`;
    // Of a column that is gone and that nobody may read the name is null.
    const columns = rows.flatMap(({ column }) => column ?? []);
    if (meta !== null) return columns;
    const hidden = await internalColumns(this.em, entityType);
    return columns.filter((column) => !hidden.has(column));
  }

  /** Change sets by id; unknown and other tenants' are left out alike. */
  async changeSets(ids: readonly string[]): Promise<Map<string, ChangeSetRow>> {
    const wanted = ids.filter((id) => isRecordId(id));
    const { statement, decode } = this.statements.changeSets(sql`${wanted}::uuid[]`);
    return decode(await asking(this.em)(statement));
  }

  /** The change set that undid each, by id: the latest that has not itself been undone. */
  async undoneBy(ids: readonly string[]): Promise<Map<string, string>> {
    const { statement, decode } = this.statements.undos(sql`${ids}::uuid[]`);
    return standingUndos(ids, decode(await asking(this.em)(statement)));
  }
}
