import type { EntityMetadata } from '@mikro-orm/core';
import type { RecordedState, State, UntypedState } from '../../read/states/record-state.js';
import {
  readBases,
  readStates,
  readUntypedBases,
  readUntypedStates,
  versionKey,
  type VersionKey,
} from '../../read/states/state-reader.js';
import { stateKey } from '../plan/read-ahead.js';
import type { Batches } from './batches.js';
import type { Loaded } from './loaded.js';

/** Loads the states of records at versions. */
export class StateLoaders {
  constructor(private readonly batches: Batches) {}

  /** The state of a record at a version. */
  state(meta: EntityMetadata, key: VersionKey): Loaded<RecordedState> {
    return this.#load(stateKey(meta), key, (keys) => readStates(this.batches.readers.em, meta, keys));
  }

  /** The state a version was made from: the one before, or what is known of it once retention has removed that. */
  async base(meta: EntityMetadata, { entityId, version }: VersionKey): Promise<State | null> {
    if (version === 1) return null;
    const key = { entityId, version };
    const before = await this.state(meta, { entityId, version: version - 1 });
    return (
      before ?? this.#load(`base ${meta.tableName}`, key, (keys) => readBases(this.batches.readers.em, meta, keys))
    );
  }

  /** The state of a record at a version whose entity is unknown here. */
  untypedState(key: VersionKey): Loaded<UntypedState> {
    return this.#load('untyped state', key, (keys) => readUntypedStates(this.batches.readers.em, keys));
  }

  /** As {@link base}, of a record whose entity is unknown here. */
  async untypedBase({ entityId, version }: VersionKey): Promise<UntypedState | null> {
    if (version === 1) return null;
    const key = { entityId, version };
    const before = await this.untypedState({ entityId, version: version - 1 });
    return before ?? this.#load('untyped base', key, (keys) => readUntypedBases(this.batches.readers.em, keys));
  }

  #load<S>(name: string, key: VersionKey, read: (keys: readonly VersionKey[]) => Promise<Map<string, S>>): Loaded<S> {
    return this.batches.load<VersionKey, S>(
      name,
      key,
      async (keys) => {
        const found = await read(keys);
        return keys.map((of) => found.get(versionKey(of)) ?? null);
      },
      versionKey,
    );
  }
}
