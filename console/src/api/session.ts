import { computed, signal } from '@preact/signals';
import { KeptText } from '../app/kept-text.js';
import { shownInstant } from '../app/route.js';
import type { Role } from '../model/rights.js';

/** Who is signed in, and by what. */
export interface Session {
  readonly token: string;
  readonly viewerId: string;
  readonly role: Role;
  readonly organization: string;
  readonly name: string | null;
}

/**
 * The token is kept in the session storage of the tab: it lasts for a reload and ends with the tab. Browsers copy it into a
 * tab that is duplicated or that the page opens, and may bring it back with a closed tab. Nothing else of a session is kept.
 */
const kept = new KeptText(() => sessionStorage, 'palimpsest.token');

/** Whose pages are shown. Null: nobody is signed in. */
export const session = signal<Session | null>(null);

/**
 * Why a session has ended by itself, in the server's words. What is shown stays, with all that has been written there, until
 * somebody signs in again.
 */
export const endedBecause = signal<string | null>(null);

/** The role that decides what is offered: of the past everybody is a viewer. */
export const role = computed<Role>(() => (shownInstant.value ? 'VIEWER' : (session.value?.role ?? 'VIEWER')));

/** The token of the tab, from before it was loaded anew. */
export function keptToken(): string | null {
  return kept.get();
}

/** Whether there is a token that may be valid. What asks unbidden, such as polling, does not ask without one. */
export function isSignedIn(): boolean {
  return session.peek() !== null && keptToken() !== null;
}

/** Begins a session, for as long as the tab is there. */
export function beginSession(begun: Session): void {
  kept.set(begun.token);
  endedBecause.value = null;
  session.value = begun;
}

/** Ends the session, because somebody wants that. */
export function endSession(): void {
  kept.set(null);
  endedBecause.value = null;
  session.value = null;
}

/** Notes that the token is not valid any more. @param because in the server's words */
export function loseSession(because: string): void {
  kept.set(null);
  endedBecause.value = because;
}
