import type { JWTPayload } from 'jose';
import { InvalidToken } from './auth-error.js';
import { Role } from './role.js';

/** Whom a token speaks for, and in which organization. */
interface Subject {
  readonly userId: string;
  readonly organizationId: string;
}

/**
 * What a token of this server says: it names the password it was issued under, and its user has the role of the day.
 */
export interface OwnClaims extends Subject {
  readonly credential: string;
}

/** What a token of an identity provider says: the provider gives the role. */
export interface ProviderClaims extends Subject {
  readonly role: Role;
}

/**
 * What a token says whose signature has been checked. Nothing may be done on its word alone: whether it still counts,
 * and for which role, the database tells when the session begins.
 */
export type Claims = OwnClaims | ProviderClaims;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const roles: ReadonlySet<unknown> = new Set(Object.values(Role));

/**
 * Reads the claims of a token that this server signed.
 *
 * @throws InvalidToken when a claim is missing or has the wrong form
 */
export function ownClaims(payload: JWTPayload): OwnClaims {
  return { ...subjectOf(payload), credential: textClaim(payload, 'cred') };
}

/**
 * Reads the claims of a token that an identity provider signed.
 *
 * @throws InvalidToken when a claim is missing or has the wrong form
 */
export function providerClaims(payload: JWTPayload): ProviderClaims {
  return { ...subjectOf(payload), role: roleClaim(payload) };
}

function subjectOf(payload: JWTPayload): Subject {
  return { userId: uuidClaim(payload, 'sub'), organizationId: uuidClaim(payload, 'org') };
}

function uuidClaim(payload: JWTPayload, name: string): string {
  const value = payload[name];
  if (typeof value !== 'string' || !uuid.test(value)) throw new InvalidToken(`its claim "${name}" is no UUID`);
  return value.toLowerCase();
}

function textClaim(payload: JWTPayload, name: string): string {
  const value = payload[name];
  if (typeof value !== 'string') throw new InvalidToken(`its claim "${name}" is missing; sign in again`);
  return value;
}

function roleClaim(payload: JWTPayload): Role {
  if (!roles.has(payload['role'])) throw new InvalidToken(`its claim "role" is none of ${[...roles].join(', ')}`);
  return payload['role'] as Role;
}
