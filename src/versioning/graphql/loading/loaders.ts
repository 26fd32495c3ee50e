import type { MetadataStorage } from '@mikro-orm/core';
import type { Instant } from '../../read/instants/instant.js';
import { instantCheck } from '../../read/records/instant-check.js';
import { type SeenSnapshot, snapshotStatement } from '../../read/instants/snapshot-statement.js';
import { type AnsweredRecord, planAnswers } from '../plan/answer-plan.js';
import { neededHistory, type PastReads } from '../plan/past-reads.js';
import { answerKey, ReadAhead, refusalKey, snapshotKey } from '../plan/read-ahead.js';
import type { Selection } from '../plan/selection.js';
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

  /**
   * Reads what mutations answer of their records and below them, in one message: to be called before those fields are executed,
   * once nothing is changed any more that they show.
   *
   * @param selection of the operation
   * @returns nothing, at once, where the records' own values are all that is asked for, or it has been done
   */
  answers(selection: Selection, answered: readonly AnsweredRecord[]): Promise<void> | undefined {
    const left = answered.filter(({ field, id }) => !this.#batches.find(answerKey, `${field.name} ${id}`));
    const { em, selecting } = this.#batches.readers;
    const context = { metadata: this.metadata, platform: em.getPlatform(), reading: selecting.reading };
    const plan = planAnswers(selection, left, context);
    if (!plan) return undefined;
    for (const { field, id } of left) this.#batches.keep(answerKey, `${field.name} ${id}`, true);
    return this.#batches.readAhead(plan);
  }

  /** Forgets everything: to be called after a change, so that later fields of the operation see it. */
  clear(): void {
    this.#batches.clear();
  }
}
