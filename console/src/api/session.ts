import { computed, signal } from '@preact/signals';
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
 * The token is kept in the session storage of the tab: it lasts for a reload and ends with the tab, and no other tab
 * has it. Nothing else of a session is kept.
 */
const tokenKey = 'palimpsest.token';

/** Whose pages are shown. Null: nobody is signed in. */
export const session = signal<Session | null>(null);

/**
 * Why a session has ended by itself, in the server's words. What is shown stays, with all that has been written there, until
 * somebody signs in again.
 */
export const endedBecause = signal<string | null>(null);

/** What can be done with what is shown, by who is signed in: whatever she is, she only reads what is past. */
export const role = computed<Role>(() => (shownInstant.value ? 'VIEWER' : (session.value?.role ?? 'VIEWER')));

/** The token of the tab, from before it was loaded anew. */
export function keptToken(): string | null {
  return sessionStorage.getItem(tokenKey);
}

/** Whether the token counts, as far as is known: what asks by itself does not ask without one. */
export function isSignedIn(): boolean {
  return session.peek() !== null && keptToken() !== null;
}

/** Begins a session, for as long as the tab is there. */
export function beginSession(begun: Session): void {
  sessionStorage.setItem(tokenKey, begun.token);
  endedBecause.value = null;
  session.value = begun;
}

/** Ends the session, because somebody wants that. */
export function endSession(): void {
  sessionStorage.removeItem(tokenKey);
  endedBecause.value = null;
  session.value = null;
}

/** Notes that the token counts no more. @param because in the server's words */
export function loseSession(because: string): void {
  sessionStorage.removeItem(tokenKey);
  endedBecause.value = because;
}
