import { embeddedTypes, recordTypes } from './generated/cache-types.js';

type Data = Readonly<Record<string, unknown>>;

/**
 * For `typePolicies` of Apollo Client's InMemoryCache: a record is told from its past states by `key`, which every selection
 * of a record then needs. What else the policies say can be merged into it.
 */
export const typePolicies: Readonly<Record<string, { keyFields: string[] }>> = Object.fromEntries(
  recordTypes.map((name) => [name, { keyFields: ['key'] }]),
);

/** For `keys` of urql's graphcache: as {@link typePolicies}; what has no identity stays within what holds it. */
export const cacheKeys: Readonly<Record<string, (data: Data) => string | null>> = Object.fromEntries([
  ...recordTypes.map((name) => [name, ({ key }: Data) => (typeof key === 'string' ? key : null)] as const),
  ...embeddedTypes.map((name) => [name, () => null] as const),
]);
