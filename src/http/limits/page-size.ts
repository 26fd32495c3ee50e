import type { GraphQLField } from 'graphql';
import { pageSizes } from '../../versioning/index.js';

/**
 * How many items a field gives at most: what its coerced arguments ask for, clamped as the resolvers clamp it.
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
  const asked = first ?? last ?? pageSizes.default;
  return typeof asked === 'number' ? Math.min(Math.max(asked, 0), pageSizes.largest) : pageSizes.default;
}
