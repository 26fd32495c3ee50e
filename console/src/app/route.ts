import { computed, signal } from '@preact/signals';
import { addressOf, parseRoute, withoutPage } from '../model/route.js';
import type { ShownInstant } from '../model/shown-instant.js';

/** Where in the console somebody is. */
export const route = signal(parseRoute(globalThis.location.hash));

/** What the route was read from: the browser tells of an address also where it was told of it by a change of ours. */
let address = globalThis.location.hash;

globalThis.addEventListener('hashchange', follow);

function follow(): void {
  if (globalThis.location.hash === address) return;
  address = globalThis.location.hash;
  route.value = parseRoute(address);
}

/** Of which instant all that is shown is; null: now. */
export const shownInstant = computed(() => route.value.instant);

/** Goes to another place, of the same instant, at once: what is told next is told there. */
export function goTo(path: readonly (string | number)[], parameters?: URLSearchParams): void {
  globalThis.location.hash = addressOf(path, parameters, route.value.instant);
  follow();
}

/**
 * The way on from the place where somebody is, for what takes a while: whoever has gone elsewhere meanwhile stays there.
 */
export function wayOn(): typeof goTo {
  const from = route.peek();
  return (path, parameters) => {
    if (route.peek() === from) goTo(path, parameters);
  };
}

/** Shows the same place at another instant. @param instant null for now */
export function showInstant(instant: ShownInstant | null): void {
  const { path, parameters } = route.value;
  globalThis.location.hash = addressOf(path, withoutPage(parameters), instant);
  follow();
}

/** Goes to another place, which replaces this one in the history of the browser, as where a slider moves. */
export function replaceWith(path: readonly (string | number)[], parameters?: URLSearchParams): void {
  globalThis.history.replaceState(null, '', addressOf(path, parameters, route.value.instant));
  follow();
}
