import type { QueryConfig } from 'pg';

/** What `query` of a connection was called with, as one object; undefined for what takes its rows itself or has a callback. */
export function plainStatement([config, values, ...rest]: readonly unknown[]): QueryConfig | undefined {
  if (rest.length > 0 || typeof values === 'function') return undefined;
  if (typeof config === 'string') return { text: config, ...(Array.isArray(values) && { values }) };
  const isPlain = typeof config === 'object' && config !== null && 'text' in config && !('submit' in config);
  return isPlain ? { ...(config as QueryConfig), ...(Array.isArray(values) && { values }) } : undefined;
}
