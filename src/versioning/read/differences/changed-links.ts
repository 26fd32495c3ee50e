import type { EntityField } from '../../model/entity-field.js';
import type { FieldChange } from './field-change.js';

/** What a change of links, or of a reference, has added and removed, by id. */
export interface ChangedLinks {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** @returns null for what points to no records */
export function changedLinks({ before, after }: FieldChange, { kind }: EntityField): ChangedLinks | null {
  if (kind === 'value') return null;
  const [was, is] = [idsOf(before), idsOf(after)];
  return { added: is.filter((id) => !was.includes(id)), removed: was.filter((id) => !is.includes(id)) };
}

function idsOf(value: unknown): string[] {
  return [value].flat().filter((id) => typeof id === 'string');
}
