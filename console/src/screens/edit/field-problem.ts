import { isAlreadyExists, isBadUserInput, isForbidden, isNotFound } from '../../../../sdk/src/index.js';
import { InvalidDraft } from '../../model/draft.js';

/** What is wrong with one field of a form. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
  /** Who has the value that nobody else may have, where the caller may know. */
  readonly taken?: { readonly entityType: string; readonly id: string };
}

/** The field that an error is about; undefined where it is about none, and so for the form as a whole. */
export function fieldProblem(error: unknown): FieldProblem | undefined {
  if (error instanceof InvalidDraft) return { field: error.field, message: `${error.message}.` };
  if (isAlreadyExists(error)) {
    const { field, entityType, conflictingId: id } = error.details;
    return { field, message: error.message, ...(id !== undefined && { taken: { entityType, id } }) };
  }
  const isOfField = isBadUserInput(error) || isNotFound(error) || isForbidden(error);
  if (!isOfField) return undefined;
  const { field } = error.details as { readonly field?: unknown };
  return typeof field === 'string' ? { field: nameIn(field), message: error.message } : undefined;
}

/** A value that does not fit its type is told by its place in what was sent: `patch.publishedAt`, `tagIds.0`. */
function nameIn(place: string): string {
  return place.replace(/^patch\./, '').replace(/\..*/s, '');
}
