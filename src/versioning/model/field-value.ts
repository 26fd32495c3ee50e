import { outOfRange } from '../values/column-range.js';
import type { EntityField } from './entity-field.js';
import { DomainError } from '../errors/domain-error.js';
import { findUnstorable } from '../values/storable-value.js';
import { UnreadableValue } from '../values/unreadable-value.js';

/** Values by field name (`title`, `authorId`, `tagIds`, `password`). Absent: keep; null: clear. */
export type FieldValues = Readonly<Record<string, unknown>>;

/**
 * Refuses what PostgreSQL could not hold exactly, naming the field, before it gets there: NUL (a broken protocol message),
 * lone surrogates (silently replaced), what its column has no room for, null where a value must be.
 *
 * @throws DomainError BAD_USER_INPUT
 */
export function checkFieldValue(field: EntityField, value: unknown): void {
  refuse(field, fieldProblem(field, value));
}

/** Why {@link checkFieldValue} refuses a value; undefined where it does not, or there is none. */
export function fieldProblem(field: EntityField, value: unknown): string | undefined {
  return value === undefined ? undefined : (unstored(field, value) ?? problemWith(field, value));
}

/**
 * Refuses what was stored once and could not be again.
 *
 * @throws DomainError BAD_USER_INPUT
 */
export function checkStoredValue(field: EntityField, value: unknown): void {
  refuse(field, unstored(field, value));
}

function refuse({ name }: EntityField, problem: string | undefined): void {
  if (problem) throw new DomainError('BAD_USER_INPUT', problem, { field: name });
}

function unstored({ name, kind, isNullable }: EntityField, value: unknown): string | undefined {
  if (value instanceof UnreadableValue) {
    return `${name} was written past the application and holds what cannot be stored.`;
  }
  return value === null && !isNullable && kind !== 'links' ? `${name} cannot be null.` : undefined;
}

/** A column type that checks its values, beyond what the column has room for. */
export interface CheckedType {
  /** The end of a sentence that says why a value is not accepted; undefined for one that is. */
  refusalOf(value: unknown): string | undefined;
}

function problemWith(field: EntityField, value: unknown): string | undefined {
  const { name, kind } = field;
  if (value === null) return undefined;
  if (kind === 'links' && !Array.isArray(value)) return `${name} must be a list of ids.`;
  return findUnstorable(value, name) ?? misfit(field, value);
}

function misfit({ name, kind, type, conversion, sensitive }: EntityField, value: unknown): string | undefined {
  // A malformed reference is an unknown one; of what is hashed, the column holds the hash.
  if (kind !== 'value' || sensitive?.store) return undefined;
  const reason = (checksValues(conversion) ? conversion.refusalOf(value) : undefined) ?? outOfRange(type, value);
  return reason === undefined ? undefined : `${name} ${reason}`;
}

function checksValues(type: unknown): type is CheckedType {
  return typeof type === 'object' && type !== null && 'refusalOf' in type;
}
