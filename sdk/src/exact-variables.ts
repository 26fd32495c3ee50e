/**
 * Writes variables as JSON, and refuses what JSON would silently turn into null or `{}`, or leave out: numbers that are
 * none, invalid dates, maps, sets and other instances of classes, functions, symbols, and undefined in lists. Absent
 * are only properties that are undefined; what has a `toJSON` is what that gives.
 *
 * @throws TypeError naming the place of the value: `input.metadata.sizes[2]`
 */
export function exactVariables(variables: unknown): string {
  const paths = new Map<unknown, string>();
  return JSON.stringify(variables, function (this: unknown, key: string, value: unknown) {
    const path = pathOf(this, paths.get(this), key);
    const problem = problemOf((this as Record<string, unknown>)[key], value, this);
    if (problem !== undefined)
      throw new TypeError(`The ${path === '' ? 'variables are' : `variable ${path} is`} ${problem}`);
    if (typeof value === 'object') paths.set(value, path);
    return value;
  });
}

function pathOf(holder: unknown, of: string | undefined, key: string): string {
  if (of === undefined) return '';
  if (Array.isArray(holder)) return `${of}[${key}]`;
  return of === '' ? key : `${of}.${key}`;
}

/**
 * The end of a sentence on a value that JSON cannot hold; undefined for one that it can.
 *
 * @param given the value itself
 * @param value what its `toJSON` makes of it, where it has one
 */
function problemOf(given: unknown, value: unknown, holder: unknown): string | undefined {
  if (given instanceof Date && Number.isNaN(given.getTime())) return 'an invalid Date.';
  switch (typeof value) {
    case 'number':
      return Number.isFinite(value) ? undefined : `${value}, which JSON cannot hold.`;
    case 'bigint':
      return 'a bigint; give it as a string.';
    case 'function':
    case 'symbol':
      return `a ${typeof value}, which JSON cannot hold.`;
    case 'undefined':
      return Array.isArray(holder) ? 'undefined, which a list cannot hold.' : undefined;
    case 'object':
      return value === null || Array.isArray(value) || isPlain(value)
        ? undefined
        : `an instance of ${value.constructor?.name ?? 'a class'}; give a plain object or list.`;
    default:
      return undefined;
  }
}

/** Whether an object is nothing but its properties; those of another window or context are plain too. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
