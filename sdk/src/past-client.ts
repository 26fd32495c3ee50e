import type { CallParameters } from './calls.js';
import type { Api, DocumentClient } from './client.js';
import type { AsOf } from './generated/graphql.js';

/** A client whose reads are of an instant: it has those of {@link Client} that take one, without `asOf`, and no others. */
export interface PastClient extends ReadsAt<Api>, DocumentClient {
  /** The same client, whose reads are of another instant. */
  at(instant: AsOf): PastClient;
}

/** Of functions, and groups of them, those whose variables take an instant, which is given. */
type ReadsAt<T> = { readonly [K in keyof T as ReadAt<T[K]> extends never ? never : K]: ReadAt<T[K]> };

type ReadAt<T> = T extends (...parameters: infer TParameters) => infer TAnswer
  ? TParameters extends readonly [variables?: infer TVariables, ...unknown[]]
    ? 'asOf' extends keyof NonNullable<TVariables>
      ? (...parameters: CallParameters<Omit<NonNullable<TVariables>, 'asOf'>>) => TAnswer
      : never
    : never
  : keyof ReadsAt<T> extends never
    ? never
    : ReadsAt<T>;
