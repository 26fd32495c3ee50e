import type { EntityField } from '../../model/entity-field.js';
import type { FieldChange } from './field-change.js';
import { comparedInTurn } from './compared-in-turn.js';
import { type PatchSides, textPatch } from './text-patch.js';

/** Any text with more characters than this is shown as a patch too; documents always are. */
const longText = 200;

/**
 * A change of a text as a patch, from nothing where there was none. Texts are compared in turn with those of others.
 *
 * @param field what it is a change of; undefined where that is unknown
 * @returns null for what is no long text
 * @throws DomainError QUERY_TOO_COMPLEX where an operation compares more than it may
 */
export async function changedText(
  { before, after }: FieldChange,
  field: EntityField | undefined,
  sides: PatchSides,
): Promise<string | null> {
  if (!isText(before) || !isText(after)) return null;
  const [was, is] = [before ?? '', after ?? ''];
  if (was === is) return null;
  if (was.length <= longText && is.length <= longText && !field?.isDocument) return null;
  return comparedInTurn(was, is, (runs) => textPatch(runs, sides));
}

function isText(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
