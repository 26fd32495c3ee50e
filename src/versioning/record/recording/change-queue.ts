import { AsyncLocalStorage } from 'node:async_hooks';
import { RecordingEnded } from './recording-ended.js';

/** A change under way: what it calls meanwhile is part of it. */
interface Change {
  done: boolean;
}

/**
 * The changes of one transaction, one after the other, however many are asked for at once: none is flushed half made,
 * and when the transaction ends none is left that would go on without it.
 */
export class ChangeQueue {
  private readonly underWay = new Set<Promise<unknown>>();
  private readonly current = new AsyncLocalStorage<Change>();
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  /** Runs a change after those before it. @throws RecordingEnded where the transaction has ended meanwhile */
  run<T>(work: () => Promise<T>): Promise<T> {
    if (this.current.getStore()?.done === false) return work();
    const change = this.after(this.last, work);
    this.underWay.add(change);
    // Settled, whatever becomes of it: who asked for the change hears of its failure, and who did not wait, of none.
    this.last = Promise.allSettled([change]).then(() => this.underWay.delete(change));
    return change;
  }

  /** Waits for changes that nobody has waited for. What they throw is thrown. */
  async settle(): Promise<void> {
    while (this.underWay.size > 0) await Promise.all(this.underWay);
  }

  /** Refuses changes from here on, and waits until those under way have come to their refusal. */
  async close(): Promise<void> {
    this.closed = true;
    while (this.underWay.size > 0) await Promise.allSettled(this.underWay);
  }

  /** @throws RecordingEnded */
  expectOpen(): void {
    if (this.closed) throw new RecordingEnded();
  }

  private async after<T>(before: Promise<unknown>, work: () => Promise<T>): Promise<T> {
    await before;
    this.expectOpen();
    const change: Change = { done: false };
    try {
      return await this.current.run(change, work);
    } finally {
      change.done = true;
    }
  }
}
