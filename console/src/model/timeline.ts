import type { Actor } from './shown-record.js';

/** The change set of a version, as far as a timeline tells it. */
export interface ChangeSetHead {
  readonly id: string;
  readonly reason: string | null;
  readonly source: string;
  readonly operationName: string | null;
  readonly recordedAt: string;
  readonly actor: Actor | null;
}

/** A version without its values. */
export interface VersionHead {
  readonly __typename: string;
  readonly version: number;
  readonly operation: string;
  readonly recordedAt: string;
  readonly actor: Actor | null;
  readonly changeSet: ChangeSetHead;
}

/** A version in a timeline: what it changed by name. */
export interface TimelineVersion extends VersionHead {
  readonly changes: readonly { readonly field: string; readonly redacted: boolean }[];
}

/** Versions that one transaction made. */
export interface TimelineGroup {
  readonly changeSet: ChangeSetHead;
  readonly versions: readonly TimelineVersion[];
}

/**
 * The change set that deleted a record. Where an undo made the newest version, the undo deleted it: undoing leaves alone what
 * is in the trash and stays there.
 *
 * @param newest the newest version of a deleted record
 * @returns null where SQL or a purge has changed it since
 */
export function deletionOf<TChangeSet>(
  newest: { readonly operation: string; readonly changeSet: TChangeSet } | undefined,
): TChangeSet | null {
  return newest?.operation === 'DELETE' || newest?.operation === 'UNDO' ? newest.changeSet : null;
}

/** Versions by what made them, in their order. */
export function groupByChangeSet(versions: readonly TimelineVersion[]): TimelineGroup[] {
  const groups: { changeSet: ChangeSetHead; versions: TimelineVersion[] }[] = [];
  for (const version of versions) {
    const last = groups.at(-1);
    if (last?.changeSet.id === version.changeSet.id) last.versions.push(version);
    else groups.push({ changeSet: version.changeSet, versions: [version] });
  }
  return groups;
}
