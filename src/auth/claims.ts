import type { JWTPayload } from 'jose';
import { InvalidToken } from './invalid-token.js';
import type { Principal } from './principal.js';
import { Role } from './role.js';

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const roles: ReadonlySet<unknown> = new Set(Object.values(Role));

/**
 * Reads who is calling from the claims of a token whose signature has been checked.
 *
 * @throws InvalidToken when a claim is missing or has the wrong form
 */
export function principalOf(claims: JWTPayload): Principal {
  return {
    userId: uuidClaim(claims, 'sub'),
    organizationId: uuidClaim(claims, 'org'),
    role: roleClaim(claims),
  };
}

function uuidClaim(claims: JWTPayload, name: string): string {
  const value = claims[name];
  if (typeof value !== 'string' || !uuid.test(value)) throw new InvalidToken(`its claim "${name}" is no UUID`);
  return value.toLowerCase();
}

function roleClaim(claims: JWTPayload): Role {
  if (!roles.has(claims['role'])) throw new InvalidToken(`its claim "role" is none of ${[...roles].join(', ')}`);
  return claims['role'] as Role;
}
