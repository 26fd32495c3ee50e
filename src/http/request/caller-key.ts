import type { RequestContext } from './request-context.js';

/** Tells a caller from all others: in two organizations an identity provider may have given a user the same id. */
export function callerKey({ claims, address }: Pick<RequestContext, 'claims' | 'address'>): string {
  return claims ? `${claims.organizationId} ${claims.userId}` : address;
}
