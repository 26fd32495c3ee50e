import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { addressOf, type Route } from '../model/route.js';
import { texts } from '../texts.js';
import { route } from './route.js';

/** What has just been done, what can be done about it, and where it is told. */
const told = signal<{ readonly message: ComponentChildren; readonly place: string } | null>(null);

/** Tells something at the place where one is, until one leaves it or the next thing is told. */
export function tell(message: ComponentChildren): void {
  told.value = { message, place: placeOf(route.peek()) };
}

/** What was told last; read out without taking the focus. */
export function Notice() {
  const place = placeOf(route.value);
  useEffect(() => {
    if (told.peek()?.place !== place) told.value = null;
  }, [place]);
  // Whoever signs in next is told nothing of it.
  useEffect(() => () => void (told.value = null), []);
  return (
    <div class="notice-place" role="status">
      {told.value?.place === place && (
        <div class="notice">
          {told.value.message}
          <button type="button" class="link" aria-label={texts.close} onClick={() => (told.value = null)}>
            ✕
          </button>
        </div>
      )}
    </div>
  );
}

/** What is done now is not told of the past. */
function placeOf({ path, instant }: Route): string {
  return addressOf(path, undefined, instant);
}
