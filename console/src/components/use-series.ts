import { useEffect, useRef, useState } from 'preact/hooks';
import { useAskBeforeLeaving } from '../app/written.js';

/** How far a series is. */
export interface SeriesProgress {
  readonly done: number;
  readonly all: number;
}

/** Work on one part of many things after another. */
export interface Series {
  /** Null: nothing is under way. */
  readonly progress: SeriesProgress | null;
  /** Why it last ended before its end. */
  readonly error: unknown;
  /**
   * Takes one part after the other, until all are done, one fails, or somebody stops it.
   *
   * @param step does a part, all of it or nothing
   * @param ended is told at the end how many things were done
   */
  readonly run: <T extends readonly unknown[]>(
    parts: readonly T[],
    step: (part: T) => Promise<unknown>,
    ended: (progress: SeriesProgress) => void,
  ) => void;
  /** Begins with no further part; the one under way is finished. */
  readonly stop: () => void;
}

/** Keeps what a screen has to know of long work that it does step by step. */
export function useSeries(): Series {
  const [progress, setProgress] = useState<SeriesProgress | null>(null);
  const [error, setError] = useState<unknown>(undefined);
  const isStopped = useRef(false);
  useAskBeforeLeaving(progress !== null);
  // Once the screen is left, nobody could stop it.
  const isLeft = useRef(false);
  useEffect(() => () => void (isLeft.current = true), []);

  const work = async <T extends readonly unknown[]>(
    parts: readonly T[],
    step: (part: T) => Promise<unknown>,
  ): Promise<SeriesProgress> => {
    const all = parts.reduce((sum, { length }) => sum + length, 0);
    let done = 0;
    try {
      for (const part of parts) {
        setProgress({ done, all });
        await step(part);
        done += part.length;
        if (isStopped.current || isLeft.current) break;
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
    run: (parts, step, ended) => {
      if (progress || isLeft.current) return;
      isStopped.current = false;
      setError(undefined);
      void work(parts, step).then(ended);
    },
    stop: () => {
      isStopped.current = true;
    },
  };
}
