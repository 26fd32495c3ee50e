import { tenantColumn } from '../../tenancy/tenant-column.js';
import { softDelete } from '../../versioning/index.js';

/**
 * An email address without what its case and its Unicode form add. For counting; accounts are found by the database,
 * whose Unicode may be older, so that it folds letters less that were added lately.
 */
export function foldedAddress(email: string): string {
  return email.normalize('NFKC').toLowerCase();
}

/** SQL: the same of a text. The collation is named, since the database's own may know no letters beyond ASCII. */
export const foldedText = (text: string): string => `lower(normalize(${text}, NFKC) collate "und-x-icu")`;

/** The name of the key that {@link oneAccountAnAddress} makes. */
export const addressKey = 'user_address_unique';

/** SQL: among the living of an organization, an address in whatever form is of one account. */
export const oneAccountAnAddress = (): string =>
  `create unique index "${addressKey}" on "user" ("${tenantColumn}", (${foldedText('"email"')})) where ${softDelete.sql()}`;
