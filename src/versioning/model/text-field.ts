import type { EntityField } from './entity-field.js';

/** Whether a field is a text that clients may read. */
export function isTextField({ kind, sensitive, property }: EntityField): boolean {
  if (kind !== 'value' || sensitive || property.enum) return false;
  return /^(?:text|varchar|character varying|citext)\b/.test(property.columnTypes[0] ?? '');
}
