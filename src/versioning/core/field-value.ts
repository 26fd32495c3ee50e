import { outOfRange } from './column-range.js';
import type { EntityField } from './entity-field.js';
import { DomainError } from './errors.js';
import { findUnstorable } from './storable-value.js';
import { UnreadableValue } from './unreadable-value.js';

/** Values by field name (`title`, `authorId`, `tagIds`, `password`). Absent: keep; null: clear. */
export type FieldValues = Readonly<Record<string, unknown>>;

/**
 * Refuses what PostgreSQL could not hold exactly, naming the field, before it gets there: NUL (a broken protocol message),
 * lone surrogates (silently replaced), what its column has no room for, null where a value must be.
 *
 * @throws DomainError BAD_USER_INPUT
 */
export function checkFieldValue(field: EntityField, value: unknown): void {
  const problem = problemWith(field, value);
  if (problem) throw new DomainError('BAD_USER_INPUT', problem, { field: field.name });
}

function problemWith(field: EntityField, value: unknown): string | undefined {
  const { name, kind, property } = field;
  if (value instanceof UnreadableValue)
    return `${name} was written past the application and holds what cannot be stored.`;
  if (value === null) return property.nullable || kind === 'links' ? undefined : `${name} cannot be null.`;
  if (kind === 'links' && !Array.isArray(value)) return `${name} must be a list of ids.`;
  return findUnstorable(value, name) ?? misfit(field, value);
}

function misfit({ name, kind, property, sensitive }: EntityField, value: unknown): string | undefined {
  // A malformed reference is an unknown one; of what is hashed, the column holds the hash.
  if (kind !== 'value' || sensitive?.store) return undefined;
  const reason = outOfRange(property.columnTypes?.[0] ?? '', value);
  return reason === undefined ? undefined : `${name} ${reason}`;
}
