/** Where in the console somebody is: the fragment of the address, taken apart. */
export interface Route {
  readonly path: readonly string[];
  readonly parameters: URLSearchParams;
}

/** Reads the fragment of an address: `#/records/posts?search=ink`. */
export function parseRoute(fragment: string): Route {
  const [path = '', query = ''] = fragment.replace(/^#\/?/, '').split('?', 2);
  const parts = path.split('/').filter((part) => part !== '');
  return { path: parts.map(decoded), parameters: new URLSearchParams(query) };
}

/** Writes the fragment of an address. */
export function addressOf(path: readonly (string | number)[], parameters = new URLSearchParams()): string {
  const query = parameters.toString();
  return `#/${path.map((part) => encodeURIComponent(part)).join('/')}${query === '' ? '' : `?${query}`}`;
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

/** Somebody may have typed the address by hand. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}
