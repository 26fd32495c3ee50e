import type { Loaded } from './use-loaded.js';

/** What is asked for by several requests at once, as far as a screen tells of them together. */
export type AllLoaded = Omit<Loaded<unknown>, 'value'>;

/** Several requests as one: why the first of those that failed did, whether any is under way; all that failed are asked again. */
export function allLoaded(...requests: readonly Loaded<unknown>[]): AllLoaded {
  const failed = requests.filter(({ error }) => error !== undefined);
  return {
    error: failed[0]?.error,
    isLoading: requests.some(({ isLoading }) => isLoading),
    reload() {
      for (const { reload } of failed) reload();
    },
  };
}
