import type { EntityProperty } from '@mikro-orm/core';
import type { EntityField } from './entity-field.js';
import { DomainError } from './errors.js';

/**
 * Refuses what PostgreSQL could not hold exactly, naming the field, before it gets there: NUL (a broken protocol message),
 * lone surrogates (silently replaced), text longer than its column, null where a value must be.
 *
 * @throws DomainError BAD_USER_INPUT
 */
export function checkFieldValue(field: EntityField, value: unknown): void {
  const problem = problemWith(field.property, field.kind, value);
  if (problem) throw new DomainError('BAD_USER_INPUT', `${field.name} ${problem}.`, { field: field.name });
}

function problemWith(property: EntityProperty, kind: EntityField['kind'], value: unknown): string | undefined {
  if (value === null) return property.nullable && kind !== 'links' ? undefined : 'cannot be null';
  if (kind === 'links') return Array.isArray(value) && !value.includes(null) ? undefined : 'must be a list of ids';
  return inexactText(value) ?? tooLong(property, value);
}

/** Says what in a value, at any depth, PostgreSQL text cannot hold; undefined where there is nothing. */
export function inexactText(value: unknown): string | undefined {
  if (typeof value === 'string') {
    if (value.includes('\0')) return 'contains a NUL character, which PostgreSQL cannot hold';
    return value.isWellFormed() ? undefined : 'contains half of a surrogate pair, which is no Unicode character';
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, item] of Object.entries(value)) {
    const problem = inexactText(key) ?? inexactText(item);
    if (problem) return problem;
  }
  return undefined;
}

function tooLong(property: EntityProperty, value: unknown): string | undefined {
  const limit = /^varchar\((\d+)\)$/.exec(property.columnTypes?.[0] ?? '')?.[1];
  if (typeof value !== 'string' || limit === undefined) return undefined;
  // PostgreSQL counts characters, JavaScript's length counts UTF-16 units.
  return [...value].length > Number(limit) ? `is longer than ${limit} characters` : undefined;
}
