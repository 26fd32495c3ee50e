import { isOutcomeUnknown } from '../../../sdk/src/index.js';

/** Errors of changes of which nobody knows whether they took effect. */
const unknown = new WeakSet<object>();

/** Notes why a document failed. One that only reads has no effect, whatever became of it. */
export function noteOutcome(error: unknown, document: { toString(): string }): void {
  if (isOutcomeUnknown(error) && /^\s*mutation\b/.test(document.toString())) unknown.add(error);
}

/** Whether an error leaves open if something was changed. */
export function isChangeUnknown(error: unknown): boolean {
  return error instanceof Error && unknown.has(error);
}
