import { Operation } from '../../model/operation.js';
import type { PendingVersion } from './pending-version.js';
import type { WrittenRow } from './written-rows.js';

/** What the database cannot know of a version by itself, as `palimpsest.record_versions` takes it. */
export interface PlannedVersion {
  readonly id: string;
  readonly operation: Operation;
  readonly cause_id: string | null;
  /** Sensitive columns that change. */
  readonly redacted: readonly string[];
}

/** The versions that a flush makes, a statement for each entity, however many records it changes. */
export interface FlushPlan {
  /** The versions that the rows must be at once they are written, by id. */
  readonly expected: ReadonlyMap<string, number>;
  readonly versions: ReadonlyMap<string, readonly PlannedVersion[]>;
  readonly size: number;
}

/** Plans the versions of what a flush is about to change; nothing is asked or written. */
export function planFlush(pending: readonly PendingVersion[]): FlushPlan {
  const versions = new Map<string, PlannedVersion[]>();
  const expected = new Map<string, number>();
  for (const { meta, record, operation, causeId, redacted } of pending) {
    const of = versions.get(meta.tableName) ?? [];
    of.push({ id: record.id, operation, cause_id: causeId ?? null, redacted });
    versions.set(meta.tableName, of);
    // A new record may be one that was removed and is put back; of a mere reference no version is known.
    if (operation !== Operation.CREATE && record.version) expected.set(record.id, record.version + 1);
  }
  return { versions, expected, size: pending.length };
}

/**
 * Compares what was written with the plan: the ORM updates many records by their ids alone and does not look whether all
 * were there.
 *
 * @param rows by id
 * @throws Error where a record was not written, or was at another version than the one it was read at
 */
export function expectWritten(plan: FlushPlan, rows: ReadonlyMap<string, WrittenRow>): void {
  for (const [id, version] of plan.expected) {
    const written = rows.get(id)?.['version'];
    if (written !== version) throw new Error(`Version ${version} of ${id} was to be written, not ${String(written)}.`);
  }
}
