import type { EntityField } from './entity-field.js';

/** Whether a field is a text of any length, such as a body, and no name or key. */
export function isDocument({
  kind,
  sensitive,
  property,
}: Pick<EntityField, 'kind' | 'sensitive' | 'property'>): boolean {
  return kind === 'value' && !sensitive && (property as { type?: unknown }).type === 'text';
}
