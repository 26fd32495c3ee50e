import { DomainError } from '../../errors/domain-error.js';
import type { Parameter } from '../statements/parameter.js';

/** How many items a page has where nothing is said, and at most. */
const pageSizes = { default: 20, largest: 100 } as const;

/** Which part of a list is wanted, as in the Relay cursor specification. */
export interface PageRequest {
  readonly first?: number | null;
  readonly after?: string | Parameter<string> | null;
  readonly last?: number | null;
  readonly before?: string | Parameter<string> | null;
}

export interface PageItem<T> {
  readonly item: T;
  /** Where it stands in the list; made only when asked. */
  readonly cursor: string;
}

/** A part of a list. */
export interface Page<T> {
  readonly items: readonly PageItem<T>[];
  /** Whether the list goes on behind these items, and whether it begins before them; looked up only when asked. */
  hasNextPage(): Promise<boolean>;
  hasPreviousPage(): Promise<boolean>;
  /** The size of the whole list; counted only when asked. */
  totalCount(): Promise<number>;
}

/** How many items a page has at most: 20 where nothing is said, no more than 100 whatever is said. */
export function mostOnPage({ first, last }: Pick<PageRequest, 'first' | 'last'>): number {
  return Math.min(Math.max(first ?? last ?? pageSizes.default, 0), pageSizes.largest);
}

/**
 * How many rows to read and from which end.
 *
 * @throws DomainError BAD_USER_INPUT for a negative size or for both ends at once
 */
export function pageSize({ first, last }: PageRequest): { size: number; backwards: boolean } {
  if (first != null && last != null) {
    throw new DomainError('BAD_USER_INPUT', 'Give first or last, not both.', { fields: ['first', 'last'] });
  }
  const field = first != null ? 'first' : 'last';
  if ((first ?? last ?? 0) < 0) throw new DomainError('BAD_USER_INPUT', `${field} cannot be negative.`, { field });
  return { size: mostOnPage({ first, last }), backwards: last != null };
}
