import { Type } from '@mikro-orm/core';

const postgresForm = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?(?:Z|\+00(?::?00)?)$/;

/**
 * The canonical text of an instant: RFC 3339, UTC, exactly six fractional digits (`2026-11-21T21:51:31.123456Z`).
 *
 * @param text a `timestamptz` as PostgreSQL prints it in a session whose time zone is UTC, also inside JSON
 * @throws RangeError where the text is no such instant (`infinity`, BC, another time zone)
 */
export function canonicalTimestamp(text: string): string {
  const parts = postgresForm.exec(text);
  if (!parts) throw new RangeError('A timestamp was not in UTC or not between the years 1 and 9999.');
  return `${parts[1]}T${parts[2]}.${(parts[3] ?? '').padEnd(6, '0')}Z`;
}

function comparable(value: unknown): unknown {
  return typeof value === 'string' ? canonicalTimestamp(value) : value;
}

/** `timestamptz` as canonical text: a JavaScript Date would cut the microseconds. */
export class Timestamp extends Type<string | null, string | null> {
  override convertToJSValue(value: unknown): string | null {
    return typeof value === 'string' ? canonicalTimestamp(value) : (value as null);
  }

  override getColumnType(): string {
    return 'timestamptz';
  }

  // A refreshed row is remembered in PostgreSQL's form: without this, merely reading it again looks like a change.
  override compareValues(a: unknown, b: unknown): boolean {
    return comparable(a) === comparable(b);
  }

  override compareAsType(): string {
    return 'string';
  }
}
