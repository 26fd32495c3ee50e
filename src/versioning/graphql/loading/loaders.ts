import type { MetadataStorage } from '@mikro-orm/core';
import type { Instant } from '../../read/instants/instant.js';
import { instantCheck } from '../../read/records/instant-check.js';
import { type SeenSnapshot, snapshotStatement } from '../../read/instants/snapshot-statement.js';
import { neededHistory, type PastReads } from '../plan/past-reads.js';
import { ReadAhead, refusalKey, snapshotKey } from '../plan/read-ahead.js';
import { Batches } from './batches.js';
import { HistoryLoaders } from './history-loaders.js';
import type { Loaded } from './loaded.js';
import type { Readers } from './readers.js';
import { RecordLoaders } from './record-loaders.js';
import { StateLoaders } from './state-loaders.js';

/** By what the fields of one operation read: what several of them ask for, together. */
export class Loaders {
  readonly records: RecordLoaders;
  readonly history: HistoryLoaders;
  readonly states: StateLoaders;
  readonly #batches: Batches;

  /** @param metadata of the mapped entities */
  constructor(
    readonly metadata: MetadataStorage,
    readers: Readers,
    ahead = new ReadAhead(),
  ) {
    this.#batches = new Batches(readers, ahead);
    this.records = new RecordLoaders(this.#batches, metadata);
    this.history = new HistoryLoaders(this.#batches);
    this.states = new StateLoaders(this.#batches);
  }

  /** Is there where all can be read as of an instant. @throws DomainError where it is none, or something of it is not kept */
  kept(instant: Instant, reads: PastReads): Loaded<never> {
    return this.#batches.answer<never>(refusalKey(instant, reads), instantCheck(instant, neededHistory(reads)));
  }

  /** What the operation sees. */
  async snapshot(): Promise<SeenSnapshot> {
    return (await this.#batches.answer(snapshotKey, snapshotStatement()))!;
  }

  /** Forgets everything: to be called after a change, so that later fields of the operation see it. */
  clear(): void {
    this.#batches.clear();
  }
}
