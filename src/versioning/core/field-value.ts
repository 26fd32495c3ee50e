import type { EntityProperty } from '@mikro-orm/core';
import type { EntityField } from './entity-field.js';
import { DomainError } from './errors.js';
import { findUnstorable } from './storable-value.js';

/**
 * Refuses what PostgreSQL could not hold exactly, naming the field, before it gets there: NUL (a broken protocol message),
 * lone surrogates (silently replaced), text longer than its column, null where a value must be.
 *
 * @throws DomainError BAD_USER_INPUT
 */
export function checkFieldValue(field: EntityField, value: unknown): void {
  const problem = problemWith(field, value);
  if (problem) throw new DomainError('BAD_USER_INPUT', problem, { field: field.name });
}

function problemWith({ name, kind, property }: EntityField, value: unknown): string | undefined {
  if (value === null) return property.nullable && kind !== 'links' ? undefined : `${name} cannot be null.`;
  if (kind === 'links' && !Array.isArray(value)) return `${name} must be a list of ids.`;
  return findUnstorable(value, name) ?? tooLong(name, property, value);
}

function tooLong(name: string, property: EntityProperty, value: unknown): string | undefined {
  const limit = /^varchar\((\d+)\)$/.exec(property.columnTypes?.[0] ?? '')?.[1];
  if (typeof value !== 'string' || limit === undefined) return undefined;
  // PostgreSQL counts characters, JavaScript's length counts UTF-16 units.
  return [...value].length > Number(limit) ? `${name} is longer than ${limit} characters.` : undefined;
}
