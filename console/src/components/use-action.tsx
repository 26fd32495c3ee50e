import { useEffect, useRef, useState } from 'preact/hooks';
import { session } from '../api/session.js';
import { tell } from '../app/notice.js';
import { Failure } from './failure.js';

/** Something that a person starts: under way or not, and why it last failed. */
export interface Action {
  readonly isBusy: boolean;
  readonly error: unknown;
  /** Does it, unless it is under way. What it throws is kept for being shown. */
  readonly run: (work: () => Promise<void>) => void;
  readonly clear: () => void;
}

/**
 * Keeps what a button has to know of its work. Why it failed is a notice where the button has gone meanwhile. Whatever starts it is told `aria-disabled` while it is busy: what is disabled loses
 * the focus, and whoever works by keyboard her place.
 */
export function useAction(): Action {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(undefined);

  const isUnderWay = useRef(false);
  const isShown = useRef(true);
  useEffect(() => () => void (isShown.current = false), []);

  const run = (work: () => Promise<void>) => {
    if (isUnderWay.current) return;
    isUnderWay.current = true;
    setBusy(true);
    setError(undefined);
    const viewer = session.peek()?.viewerId;
    // Both at once: what is shown of an error, and gets the focus, is shown when nothing is busy.
    const end = (thrown?: unknown) => {
      isUnderWay.current = false;
      setBusy(false);
      setError(thrown);
      if (!isShown.current && session.peek()?.viewerId === viewer && thrown !== undefined) {
        tell(<Failure error={thrown} />);
      }
    };
    work().then(() => end(), end);
  };
  return { isBusy, error, run, clear: () => setError(undefined) };
}
