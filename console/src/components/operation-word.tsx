import { texts } from '../texts.js';

/** What was done, in a word. */
export function OperationWord({ operation }: { readonly operation: string }) {
  return (
    <span class={`operation operation-${operation.toLowerCase()}`}>{texts.operations[operation] ?? operation}</span>
  );
}
