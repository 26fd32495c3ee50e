import type { EntityMetadata, Platform } from '@mikro-orm/core';
import { columnOf, modelOf } from '../../model/entity-model.js';
import { ExactJson } from '../../values/exact-json.js';
import type { RecordedState, State } from './record-state.js';
import { type ReadSnapshotValue, snapshotReader } from './snapshot-value.js';
import { stateOf, type VersionKey } from './state-reader.js';

/** What a version changed: of the states before and after, what may differ. */
export interface RecordedChange {
  /** Null for the first version: against nothing. */
  readonly before: State | null;
  readonly after: RecordedState;
}

type Sides<T> = readonly [before: T, after: T];

/** A change as the database tells it: keys of snapshots, each with the JSON that stood there, and what `change_across_shapes` adds. */
interface ToldChange {
  readonly changed: unknown;
  readonly texts: readonly (readonly [key: string | null, ...Sides<string | null>])[];
  readonly dropped?: Sides<string | null>;
  readonly unfit?: Sides<string | null>;
}

/**
 * Makes a version's change of what the database tells of it.
 *
 * @param told JSON: of versions of the present shape the texts alone, whose keys are what has changed; null: nothing is known
 * @returns undefined where that is for the states of the two versions to say
 */
export function readChange(
  meta: EntityMetadata,
  { entityId, version }: VersionKey,
  told: string | null,
  platform: Platform,
): RecordedChange | undefined {
  const readers = readersOf(meta);
  if (!readers || told === null) return undefined;
  const parsed = JSON.parse(told) as ToldChange | ToldChange['texts'];
  const { texts, changed, dropped, unfit } = 'texts' in parsed ? parsed : changeOf(parsed);
  const side = (at: 0 | 1): RecordedState | undefined => {
    const values = valuesOf(texts, at, readers);
    const raw = values && { ...values, $dropped: dropped?.[at], $unfit: unfit?.[at], $changed: changed };
    return raw && stateOf(meta, { entityId, version: version - 1 + at }, raw, platform);
  };
  const before = version === 1 ? null : side(0);
  const after = side(1);
  return before === undefined || after === undefined ? undefined : { before, after };
}

/** Whether what versions of an entity changed can be told by {@link readChange}: how values of all its columns are written is known. */
export function tellsChanges(meta: EntityMetadata): boolean {
  return readersOf(meta) !== undefined;
}

function changeOf(texts: ToldChange['texts']): ToldChange {
  return { texts, changed: texts.map(([key]) => key) };
}

/** A row with the columns that are told of, as the driver gives them; undefined where one is not written as snapshots are. */
function valuesOf(
  texts: ToldChange['texts'],
  at: 0 | 1,
  readers: ReadonlyMap<string, ReadSnapshotValue | null>,
): Record<string, unknown> | undefined {
  const values: Record<string, unknown> = {};
  const links: Record<string, unknown> = {};
  for (const text of texts) {
    const [key] = text;
    const json = text[at === 0 ? 1 : 2];
    const read = key === null ? undefined : readers.get(key);
    // Of what no client sees nothing is told.
    if (key === null || read === undefined) continue;
    const isNull = json === null || json === 'null';
    if (read === null) links[key] = isNull ? null : (JSON.parse(json) as unknown);
    else if ((values[key] = isNull ? null : read(json)) === undefined) return undefined;
  }
  return { ...values, $links: links };
}

const cache = new WeakMap<EntityMetadata, ReadonlyMap<string, ReadSnapshotValue | null> | undefined>();

/** By key, how what clients see of an entity is read; null for links. Undefined where that is not known of all. */
function readersOf(meta: EntityMetadata): ReadonlyMap<string, ReadSnapshotValue | null> | undefined {
  if (!cache.has(meta)) cache.set(meta, makeReaders(meta));
  return cache.get(meta);
}

function makeReaders(meta: EntityMetadata): ReadonlyMap<string, ReadSnapshotValue | null> | undefined {
  const readers = new Map<string, ReadSnapshotValue | null>();
  const fields = modelOf(meta).shown.filter(({ sensitive }) => !sensitive);
  for (const { kind, column, type, conversion } of [...fields, columnOf(meta, 'deletedAt')]) {
    const isConverted = conversion?.convertToJSValueSQL !== undefined && !(conversion instanceof ExactJson);
    const reader = kind === 'links' ? null : isConverted ? undefined : snapshotReader(type);
    if (reader === undefined) return undefined;
    readers.set(column, reader);
  }
  return readers;
}
