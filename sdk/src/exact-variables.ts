/**
 * Writes variables as JSON, and refuses what JSON would silently turn into null: NaN, infinities, and functions or
 * undefined in lists.
 *
 * @throws TypeError naming the value
 */
export function exactVariables(variables: unknown): string {
  return JSON.stringify(variables, function (this: unknown, key: string, value: unknown) {
    if (typeof value === 'number' && !Number.isFinite(value)) {
      throw new TypeError(`The variable at ${key} is ${value}, which JSON cannot hold.`);
    }
    if (typeof value === 'bigint') {
      throw new TypeError(`The variable at ${key} is a bigint; give it as a string.`);
    }
    if (Array.isArray(this) && (value === undefined || typeof value === 'function' || typeof value === 'symbol')) {
      throw new TypeError(`The variable at ${key} is ${typeof value}, which a list cannot hold.`);
    }
    return value;
  });
}
