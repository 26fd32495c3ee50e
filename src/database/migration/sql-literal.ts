import { escapeLiteral, types } from 'pg';
import type { JsonValue } from '../../versioning/index.js';

/** Reads the text of a list: as of text[], by its number in PostgreSQL's catalogue. */
const parseList = types.getTypeParser(1009 as never, 'text') as (text: string) => (string | null)[];

/** A JSON value as SQL, for a column of a type: what is no scalar, and everything for `jsonb`, is JSON. */
export function sqlLiteral(value: JsonValue, type: string): string {
  if (value === null) return 'null';
  if (Array.isArray(value) && type.endsWith('[]')) {
    const items = value.map((item) => (item === null ? 'null' : `"${String(item).replaceAll(/["\\]/g, '\\$&')}"`));
    return escapeLiteral(`{${items.join(',')}}`);
  }
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
    /^(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?|true|false))(?:::[\w ()[\]]+)?$/i.exec(sql.trim()) ?? [];
  const text = string?.replaceAll("''", "'") ?? plain?.toLowerCase();
  return text === undefined ? undefined : valueOf(text, type);
}

function valueOf(text: string, type: string): JsonValue {
  if (type.endsWith('[]')) {
    return parseList(text).map((item) => (item === null ? null : valueOf(item, type.slice(0, -2))));
  }
  if (/^jsonb?$/.test(type)) return JSON.parse(text) as JsonValue;
  if (type.startsWith('bool')) return text === 'true' || text === 't';
  // Larger ones are exact as text alone.
  return /^(?:smallint|int|integer|double precision|real)$/.test(type) ? Number(text) : text;
}
