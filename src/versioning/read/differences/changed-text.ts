import { currentAnswerBudget } from '../../values/answer-budget.js';
import type { EntityField } from '../../model/entity-field.js';
import type { FieldChange } from './field-change.js';
import { lineRuns } from './line-runs.js';
import { type PatchSides, textPatch } from './text-patch.js';

/** Any text with more characters than this is shown as a patch too; documents always are. */
const longText = 200;

/**
 * A change of a text as a patch, from nothing where there was none.
 *
 * @param field what it is a change of; undefined where that is unknown
 * @returns null for what is no long text
 * @throws DomainError QUERY_TOO_COMPLEX where an operation compares more than it may
 */
export function changedText(
  { before, after }: FieldChange,
  field: EntityField | undefined,
  sides: PatchSides,
): string | null {
  if (!isText(before) || !isText(after)) return null;
  const [was, is] = [before ?? '', after ?? ''];
  if (was === is) return null;
  if (was.length <= longText && is.length <= longText && !field?.isDocument) return null;
  currentAnswerBudget()?.compare(Buffer.byteLength(was) + Buffer.byteLength(is));
  return textPatch(lineRuns(was, is), sides);
}

function isText(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}
