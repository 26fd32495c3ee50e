import type { ChangeSetFilter } from '../../read/history/change-set-filter.js';
import type { HistoryFilter } from '../../read/history/history-filter.js';
import type { Instant } from '../../read/instants/instant.js';
import type { Page, PageRequest } from '../../read/lists/page.js';
import type { ChangeSetRow } from '../../read/history/change-set-row.js';
import type { VersionHeader } from '../../read/history/version-header.js';
import { type VersionKey, versionKey } from '../../read/states/state-reader.js';
import { changeSetKey, changeSetsKey, headerKey, historyKey, undoneByKey, versionsInKey } from '../plan/read-ahead.js';
import type { Batches } from './batches.js';
import type { Loaded } from './loaded.js';

/** Loads versions and change sets. */
export class HistoryLoaders {
  constructor(private readonly batches: Batches) {}

  /**
   * A page of the versions of a record, newest first; of those that there were at an instant.
   *
   * @param filter names no field
   */
  versionsOf(
    entityId: string,
    page: PageRequest,
    filter: HistoryFilter = {},
    instant: Instant | null = null,
  ): Loaded<Page<VersionHeader>> {
    const name = historyKey(page, filter, instant);
    return this.batches.load<string, Page<VersionHeader>>(name, entityId, async (ids) =>
      ids.map(await this.batches.readers.history.versionsOf(ids, page, filter, instant)),
    );
  }

  /** One version of a record. */
  version(key: VersionKey): Loaded<VersionHeader> {
    return this.batches.load<VersionKey, VersionHeader>(
      headerKey,
      key,
      (keys) => Promise.all(keys.map((of) => this.batches.readers.history.version(of.entityId, of.version))),
      versionKey,
    );
  }

  /** A page of the versions that a change set made. */
  versionsIn(changeSetId: string, page: PageRequest): Loaded<Page<VersionHeader>> {
    return this.batches.load<string, Page<VersionHeader>>(versionsInKey(page), changeSetId, async (ids) =>
      ids.map(await this.batches.readers.history.versionsIn(ids, page)),
    );
  }

  /** A page of the change sets of the organization, newest first. */
  changeSets(page: PageRequest, filter: ChangeSetFilter): Loaded<Page<ChangeSetRow>> {
    return this.batches.load<string, Page<ChangeSetRow>>(changeSetsKey(page, filter), '', async () => [
      await this.batches.readers.history.changeSetList(page, filter),
    ]);
  }

  changeSet(id: string): Loaded<ChangeSetRow> {
    return this.batches.load<string, ChangeSetRow>(changeSetKey, id, async (ids) => {
      const found = await this.batches.readers.history.changeSets(ids);
      return ids.map((of) => found.get(of) ?? null);
    });
  }

  /** Takes a change set as it has just been written, so that {@link changeSet} does not read it. */
  written(changeSet: ChangeSetRow): void {
    this.batches.keep(changeSetKey, changeSet.id, changeSet);
  }

  /** The id of the change set that undid another and has not itself been undone. */
  undoneBy(id: string): Loaded<string> {
    return this.batches.load<string, string>(undoneByKey, id, async (ids) => {
      const found = await this.batches.readers.history.undoneBy(ids);
      return ids.map((of) => found.get(of) ?? null);
    });
  }
}
