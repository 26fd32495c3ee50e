import { createHash } from 'node:crypto';

const longest = 63;

/**
 * What a constraint or an index of a column is called.
 *
 * @param purpose one word
 */
export function constraintName(table: string, column: string, purpose: string): string {
  const name = `${table}_${column}_${purpose}`;
  if (name.length <= longest) return name;
  // PostgreSQL would cut it off, and two columns may begin alike.
  return `${name.slice(0, 55)}_${createHash('sha256').update(name).digest('hex').slice(0, 7)}`;
}
