import type { GraphQLField } from 'graphql';
import { mostOnPage } from '../../versioning/index.js';

/**
 * How many items a field gives at most: what its coerced arguments ask for, as far as pages go. Where they ask for nothing, what
 * `@Extensions({ most: 100 })` says of it.
 *
 * @param field its definition says whether it gives pages at all
 * @param readArguments its arguments, with variables and defaults put in; read only for a field that gives pages
 * @returns undefined for a field without `first` and `last`
 */
export function pageSize(
  field: GraphQLField<unknown, unknown>,
  readArguments: () => Record<string, unknown>,
): number | undefined {
  if (!field.args.some(({ name }) => name === 'first' || name === 'last')) return undefined;
  const { first, last } = readArguments();
  const { most } = field.extensions;
  if (first == null && last == null && typeof most === 'number') return most;
  return mostOnPage({ first: sizeIn(first), last: sizeIn(last) });
}

function sizeIn(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
