import { useCallback, useEffect, useState } from 'preact/hooks';

/** What is being asked for: what has come, or why it has not. */
export interface Loaded<T> {
  readonly value: T | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  /** Asks again; what is there stays until the answer comes. */
  readonly reload: () => void;
}

/**
 * Asks the server while a component is shown, and anew when one of the keys changes; a request whose answer is not wanted
 * any more is aborted.
 *
 * @param keys what the answer depends on
 */
export function useLoaded<T>(load: (signal: AbortSignal) => Promise<T>, keys: readonly unknown[]): Loaded<T> {
  const [state, setState] = useState<Omit<Loaded<T>, 'reload'>>({
    value: undefined,
    error: undefined,
    isLoading: true,
  });
  const [round, setRound] = useState(0);
  const key = JSON.stringify(keys);

  useEffect(() => {
    const ending = new AbortController();
    setState((before) => ({ ...before, error: undefined, isLoading: true }));
    const settle = (settled: Omit<Loaded<T>, 'reload' | 'isLoading'>) => {
      if (!ending.signal.aborted) setState({ ...settled, isLoading: false });
    };
    const ask = async () => {
      try {
        settle({ value: await load(ending.signal), error: undefined });
      } catch (error) {
        settle({ value: undefined, error });
      }
    };
    void ask();
    return () => ending.abort();
  }, [key, round]);

  return { ...state, reload: useCallback(() => setRound((n) => n + 1), []) };
}
