import { type PlannedOperation, type ReadPlan, type SelectedField, Selection } from '../../versioning/index.js';
import { documentBytes } from '../limits/document-bytes.js';

/** What is kept takes so many bytes in memory: measured, and rather too many. */
const ofEach = 2000;
const ofCharacterOfStatements = 24;
const ofField = 500;

/** What takes more than this is kept nowhere: fragments in fragments select far more than a document shows. */
const mostOfOne = 4 * 1024 * 1024;

/**
 * How many bytes a query takes in memory that is prepared: with it its document is kept, with all of its tokens.
 *
 * @returns infinity where it is too large to be kept
 */
export function preparedBytes(operation: PlannedOperation, plan: ReadPlan): number {
  let bytes = ofEach + documentBytes(operation.document) + ofCharacterOfStatements * plan.size;
  const selection = new Selection(operation);
  const below = selection.roots();
  for (let field = below.pop(); field; field = below.pop()) {
    bytes += ofField;
    if (bytes > mostOfOne) return Infinity;
    below.push(...fieldsBelow(selection, field));
  }
  return bytes;
}

function fieldsBelow(selection: Selection, field: SelectedField): SelectedField[] {
  return selection.types(field).flatMap((type) => selection.below(field, type));
}
