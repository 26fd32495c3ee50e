import type { PatchField } from './patch-field.js';

/** Whether two values of a field say the same: links in any order, 1.5 and 1.50, an instant in another time zone. */
export function sameValue(field: PatchField | undefined, a: unknown, b: unknown): boolean {
  return isDeepEqual(comparable(field, a), comparable(field, b));
}

/** Whether two values of JSON are equal; the order of keys says nothing, and what is undefined is not there. */
function isDeepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [ofA, ofB] = [a, b] as readonly [Record<string, unknown>, Record<string, unknown>];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  if (Array.isArray(a) && a.length !== (b as unknown as unknown[]).length) return false;
  return [...keys].every((key) => isDeepEqual(ofA[key], ofB[key]));
}

/** The ids of links, each once; null clears them. */
export function linkIds(value: unknown): Set<unknown> {
  return new Set((value ?? []) as Iterable<unknown>);
}

function comparable(field: PatchField | undefined, value: unknown): unknown {
  if (field?.kind === 'links' && value !== undefined) return [...linkIds(value)].toSorted();
  const written = value instanceof Date ? value.toISOString() : value;
  if (typeof written !== 'string') return written;
  if (field?.kind === 'decimal') return decimal(written);
  return field?.kind === 'instant' ? instant(written) : written;
}

function decimal(text: string): string {
  const [, sign = '', whole = text, fraction = ''] = /^\s*([-+]?)0*(\d*?)(?:\.(\d*?)0*)?\s*$/.exec(text) ?? [];
  const digits = `${whole === '' ? '0' : whole}${fraction === '' ? '' : `.${fraction}`}`;
  return sign === '-' && digits !== '0' ? `-${digits}` : digits;
}

/** The seconds and their fraction apart: a number cannot hold both. */
function instant(text: string): string {
  const [, date, fraction = '', zone] = /^(.+T\d\d:\d\d:\d\d)(?:\.(\d*?)0*)?(Z|[-+]\d\d:\d\d)$/i.exec(text) ?? [];
  const seconds = date === undefined ? Number.NaN : Date.parse(date + zone!);
  return Number.isNaN(seconds) ? text : `${seconds} ${fraction}`;
}
