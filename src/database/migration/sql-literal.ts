import { escapeLiteral } from 'pg';
import type { JsonValue } from '../../versioning/index.js';

/** A JSON value as SQL, for a column of a type: what is no scalar, and everything for `jsonb`, is JSON. */
export function sqlLiteral(value: JsonValue, type: string): string {
  if (value === null) return 'null';
  const text = /^jsonb?$/.test(type) || typeof value === 'object' ? JSON.stringify(value) : String(value);
  return typeof value === 'number' && !/^jsonb?$/.test(type) ? text : escapeLiteral(text);
}

/** A name as the migrations that are there have it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** The value of a default that is a constant; undefined for what PostgreSQL has to work out, such as `now()`. */
export function constantOf(sql: string, type: string): JsonValue | undefined {
  const [, string, plain] =
    /^(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?|true|false))(?:::[\w ()]+)?$/i.exec(sql.trim()) ?? [];
  const text = string?.replaceAll("''", "'") ?? plain?.toLowerCase();
  if (text === undefined) return undefined;
  if (/^jsonb?$/.test(type)) return JSON.parse(text) as JsonValue;
  if (type.startsWith('bool')) return text === 'true' || text === 't';
  // Larger ones are exact as text alone.
  return /^(?:smallint|int|integer|double precision|real)$/.test(type) ? Number(text) : text;
}
