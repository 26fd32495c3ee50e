import { readInstant, type ShownInstant, writeInstant } from './shown-instant.js';

/** Where in the console somebody is, and of which instant what is shown is: the fragment of the address, taken apart. */
export interface Route {
  readonly path: readonly string[];
  /** Those of the place; the instant is none of them. */
  readonly parameters: URLSearchParams;
  /** Null: now. */
  readonly instant: ShownInstant | null;
}

const instantParameter = 'as-of';

/** Reads the fragment of an address: `#/records/posts?search=ink&as-of=after:0197…`. */
export function parseRoute(fragment: string): Route {
  const [path = '', query = ''] = fragment.replace(/^#\/?/, '').split('?', 2);
  const parts = path.split('/').filter((part) => part !== '');
  const parameters = new URLSearchParams(query);
  const instant = readInstant(parameters.get(instantParameter));
  parameters.delete(instantParameter);
  return { path: parts.map(decoded), parameters, instant };
}

/** Writes the fragment of an address. @param instant null for now */
export function addressOf(
  path: readonly (string | number)[],
  parameters = new URLSearchParams(),
  instant: ShownInstant | null = null,
): string {
  const all = new URLSearchParams(parameters);
  if (instant) all.set(instantParameter, writeInstant(instant));
  const query = all.toString();
  return `#/${path.map((part) => encodeURIComponent(part)).join('/')}${query === '' ? '' : `?${query}`}`;
}

/** The parameters of a place at another instant: its pages are others, so it is shown from its start. */
export function withoutPage(parameters: URLSearchParams): URLSearchParams {
  const others = new URLSearchParams(parameters);
  others.delete('after');
  others.delete('before');
  return others;
}

/** What matches a pattern such as `records/:plural/:id`; undefined where a path does not. */
export function matchPath(pattern: string, path: readonly string[]): Record<string, string> | undefined {
  const parts = pattern.split('/').filter((part) => part !== '');
  if (parts.length !== path.length) return undefined;
  const values: Record<string, string> = {};
  for (const [n, part] of parts.entries()) {
    if (part.startsWith(':')) values[part.slice(1)] = path[n]!;
    else if (part !== path[n]) return undefined;
  }
  return values;
}

/** Whether a part of an address is the number of a version that there may be. */
export function isVersionNumber(part: string): boolean {
  return /^[1-9]\d{0,8}$/.test(part);
}

/** Somebody may have typed the address by hand. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
