import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { texts } from '../texts.js';

/** What has just been done, and what can be done about it. */
const told = signal<ComponentChildren>(null);

/** Tells something until the next thing is told. */
export function tell(message: ComponentChildren): void {
  told.value = message;
}

/** What was told last; read out without taking the focus. */
export function Notice() {
  // Whoever signs in next is told nothing of it.
  useEffect(() => () => tell(null), []);
  return (
    <div class="notice-place" role="status">
      {told.value !== null && (
        <div class="notice">
          {told.value}
          <button type="button" class="link" aria-label={texts.close} onClick={() => tell(null)}>
            ✕
          </button>
        </div>
      )}
    </div>
  );
}
