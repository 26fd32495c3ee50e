import { useEffect, useRef, useState } from 'preact/hooks';
import { useAskBeforeLeaving } from '../app/written.js';

/** How far a series is. */
export interface SeriesProgress {
  readonly done: number;
  readonly all: number;
}

/** Work on one thing after another. */
export interface Series {
  /** Null: nothing is under way. */
  readonly progress: SeriesProgress | null;
  /** Why it last ended before its end. */
  readonly error: unknown;
  /**
   * Takes one after the other, until all are done, one fails, or somebody stops it.
   *
   * @param ended is told at the end how many were done
   */
  readonly run: <T>(
    things: readonly T[],
    step: (thing: T) => Promise<unknown>,
    ended: (progress: SeriesProgress) => void,
  ) => void;
  /** Begins with no further one; the one under way is finished. */
  readonly stop: () => void;
}

/** Keeps what a screen has to know of long work that it does step by step. */
export function useSeries(): Series {
  const [progress, setProgress] = useState<SeriesProgress | null>(null);
  const [error, setError] = useState<unknown>(undefined);
  const isStopped = useRef(false);
  useAskBeforeLeaving(progress !== null);
  // Once the screen is left, nobody could stop it.
  useEffect(() => () => void (isStopped.current = true), []);

  const work = async <T>(things: readonly T[], step: (thing: T) => Promise<unknown>): Promise<SeriesProgress> => {
    const all = things.length;
    let done = 0;
    try {
      for (const thing of things) {
        setProgress({ done, all });
        await step(thing);
        done++;
        if (isStopped.current) break;
      }
    } catch (thrown) {
      setError(thrown);
    }
    setProgress(null);
    return { done, all };
  };
  return {
    progress,
    error,
    run: (things, step, ended) => {
      if (progress) return;
      isStopped.current = false;
      setError(undefined);
      void work(things, step).then(ended);
    },
    stop: () => {
      isStopped.current = true;
    },
  };
}
