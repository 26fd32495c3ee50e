import { useRef, useState } from 'preact/hooks';

/** Something that a person starts: under way or not, and why it last failed. */
export interface Action {
  readonly isBusy: boolean;
  readonly error: unknown;
  /** Does it, unless it is under way. What it throws is kept for being shown. */
  readonly run: (work: () => Promise<void>) => void;
  readonly clear: () => void;
}

/**
 * Keeps what a button has to know of its work. Whatever starts it is told `aria-disabled` while it is busy: what is disabled loses
 * the focus, and whoever works by keyboard her place.
 */
export function useAction(): Action {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(undefined);

  const isUnderWay = useRef(false);

  const run = (work: () => Promise<void>) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setBusy(true);
    setError(undefined);
    work()
      .catch((thrown: unknown) => setError(thrown))
      .finally(() => {
        isUnderWay.current = false;
        setBusy(false);
      });
  };
  return { isBusy, error, run, clear: () => setError(undefined) };
}
