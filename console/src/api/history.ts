import type { EntityType } from '../model/catalogue.js';
import type { ShownRecord } from '../model/shown-record.js';
import type { TimelineVersion, VersionHead } from '../model/timeline.js';
import { documents } from './catalogue.js';
import type { Page } from './records.js';
import { ask } from './request.js';

/** What differs in one field. */
export interface FieldChange {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly redacted: boolean;
}

/** A version with its values. */
export interface VersionState extends VersionHead {
  readonly snapshot: ShownRecord;
}

/** A version with its values and what it changed. */
export interface Version extends VersionState {
  readonly changes: readonly FieldChange[];
  /** The state before, as far as it names other records; null where it is kept no longer. */
  readonly before: ShownRecord | null;
}

/** Two versions; null for one that is kept no longer. */
export interface Comparison {
  readonly from: VersionState | null;
  readonly to: VersionState | null;
  readonly diff: readonly FieldChange[];
}

/** A page of a record's versions, newest first; null where there is no such record. */
export async function readTimeline(
  type: EntityType,
  id: string,
  after: string | null,
  signal?: AbortSignal,
): Promise<Page<TimelineVersion> | null> {
  const data = await ask<Record<string, { readonly history: Page<TimelineVersion> } | null>>(
    documents().timeline(type),
    { id, first: 30, after },
    signal,
  );
  return data[type.singular]?.history ?? null;
}

/** One version; null where it is kept no longer. */
export async function readVersion(
  type: EntityType,
  id: string,
  version: number,
  signal: AbortSignal,
): Promise<Version | null> {
  const variables = { id, version, before: Math.max(1, version - 1) };
  const data = await ask<{ version: Version | null; before: VersionState | null }>(
    documents().version(type),
    variables,
    signal,
  );
  return data.version && { ...data.version, before: data.before?.snapshot ?? null };
}

/** Two versions, and what differs. */
export function compareVersions(
  type: EntityType,
  id: string,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<Comparison> {
  return ask<Comparison>(documents().comparison(type), { id, from, to }, signal);
}
