import type { EntityType } from '../model/catalogue.js';
import { type AnsweredRecord, type ShownRecord, shownRecord } from '../model/shown-record.js';
import type { TimelineVersion, VersionHead } from '../model/timeline.js';
import { documents, types } from './catalogue.js';
import type { Page } from './records.js';
import { ask, askFields } from './request.js';

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
  // Of the version before, only what its references and links are called.
  const named = type.fields.filter(({ kind }) => kind === 'REFERENCE' || kind === 'LINKS');
  const [found, before] = await askFields<AnsweredVersion | null>(
    'Version',
    [documents().version(type, id, version), documents().version(type, id, Math.max(1, version - 1), named)],
    signal,
  );
  if (!found) return null;
  return { ...withSnapshot(type, found), before: before ? withSnapshot(type, before).snapshot : null };
}

/** Two versions, and what differs. */
export async function compareVersions(
  type: EntityType,
  id: string,
  from: number,
  to: number,
  signal: AbortSignal,
): Promise<Comparison> {
  const [left, right, diff] = await askFields<unknown>(
    'Comparison',
    [documents().version(type, id, from), documents().version(type, id, to), documents().difference(id, from, to)],
    signal,
  );
  const [ofLeft, ofRight] = [left, right].map((found) => (found ? withSnapshot(type, found as AnsweredVersion) : null));
  return { from: ofLeft ?? null, to: ofRight ?? null, diff: diff as readonly FieldChange[] };
}

/** A version as the server answers it. */
interface AnsweredVersion extends Omit<Version, 'snapshot' | 'before'> {
  readonly snapshot: AnsweredRecord;
}

function withSnapshot(type: EntityType, version: AnsweredVersion): Omit<Version, 'before'> {
  return { ...version, snapshot: shownRecord(types(), type.fields, version.snapshot) };
}
