import { useEffect, useRef } from 'preact/hooks';
import { texts } from '../texts.js';

interface ProgressProps {
  /** What is under way. */
  readonly label: string;
  readonly done: number;
  /** Undefined where nobody knows how many there are. */
  readonly all: number | undefined;
  readonly onStop: () => void;
}

/** How far something is that takes long, and a way to stop it. */
export function Progress({ label, done, all, onStop }: ProgressProps) {
  const stop = useRef<HTMLButtonElement>(null);
  useEffect(() => stop.current?.focus(), []);
  return (
    <p class="actions">
      <progress value={all === undefined ? undefined : done} max={all} aria-label={label} />
      <span>{texts.progress(done, all)}</span>
      <button ref={stop} type="button" onClick={onStop}>
        {texts.stop}
      </button>
    </p>
  );
}
