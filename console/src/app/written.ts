import { effect } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { session } from '../api/session.js';

/** What has been written in forms and is not saved yet, by who wrote it and the place of the form. It ends with the session. */
const kept = new Map<string, unknown>();

effect(() => {
  if (!session.value) kept.clear();
});

/** What stands in a form. */
export interface Written<T> {
  readonly written: T;
  /** Whether it was written before, by somebody who then went elsewhere. */
  readonly isFound: boolean;
  readonly write: (written: T) => void;
  /** Whether nothing else has been written in the form of this place since: one can leave it, come back and write on. */
  readonly isLast: () => boolean;
  /** Lets go of it, as where it has been saved, but not of what has been written since. */
  readonly forget: () => void;
  /** Lets go of it, and begins anew. */
  readonly startOver: () => void;
}

/**
 * Keeps what is written in the form of a place, so that whoever leaves the place and comes back finds it again.
 *
 * @param begin what a form that nobody has written in holds
 */
export function useWritten<T>(place: readonly string[], begin: () => T): Written<T> {
  const key = JSON.stringify([session.value?.viewerId, ...place]);
  const [isFound, setFound] = useState(() => kept.has(key));
  const [written, setWritten] = useState(() => (isFound ? (kept.get(key) as T) : begin()));
  const isLast = () => (kept.get(key) ?? written) === written;
  const forget = () => void (isLast() && kept.delete(key));
  return {
    written,
    isFound,
    write(now) {
      kept.set(key, now);
      setWritten(now);
    },
    isLast,
    forget,
    startOver() {
      forget();
      setFound(false);
      setWritten(begin());
    },
  };
}

/** While something would be lost, such as what is not saved, the browser asks before the page is left. */
export function useAskBeforeLeaving(isLost: boolean): void {
  useEffect(() => {
    if (!isLost) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    globalThis.addEventListener('beforeunload', ask);
    return () => globalThis.removeEventListener('beforeunload', ask);
  }, [isLost]);
}
