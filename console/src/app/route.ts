import { signal } from '@preact/signals';
import { addressOf, parseRoute } from '../model/route.js';

/** Where in the console somebody is. */
export const route = signal(parseRoute(globalThis.location.hash));

globalThis.addEventListener('hashchange', () => {
  route.value = parseRoute(globalThis.location.hash);
});

/** Goes to another place. */
export function goTo(path: readonly (string | number)[], parameters?: URLSearchParams): void {
  globalThis.location.hash = addressOf(path, parameters);
}

/** Goes to another place without a way back to this one, as where a slider moves. */
export function replaceWith(path: readonly (string | number)[], parameters?: URLSearchParams): void {
  globalThis.history.replaceState(null, '', addressOf(path, parameters));
  route.value = parseRoute(globalThis.location.hash);
}
