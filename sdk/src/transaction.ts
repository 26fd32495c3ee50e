import type { Step } from './step.js';

/** A mutation operation of many fields, and under which aliases they answer. */
export interface TransactionOperation {
  readonly document: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly aliases: readonly string[];
}

/**
 * Writes steps as one mutation operation, which the server runs as one transaction and records as one change set.
 *
 * @param reason given to each step that has none of its own
 */
export function transactionOperation(steps: readonly Step[], reason: string | undefined): TransactionOperation {
  const declared = steps.map(({ text }, index) => `$i${index}: ${text.input}`);
  const fields = steps.map(
    ({ text: { field, fragment } }, index) =>
      `  s${index}: ${field}(input: $i${index})${fragment === undefined ? '' : ` { ...${fragment} }`}`,
  );
  const inputs = steps.map(({ input }, index) => [`i${index}`, withReason(input, reason)] as const);
  return {
    document: `mutation Transaction(${declared.join(', ')}) {\n${fields.join('\n')}\n}\n${fragmentsOf(steps)}`,
    variables: Object.fromEntries(inputs),
    aliases: steps.map((_, index) => `s${index}`),
  };
}

function withReason(input: object, reason: string | undefined): object {
  const own = (input as { readonly reason?: unknown }).reason;
  return reason === undefined || own != null ? input : { ...input, reason };
}

/** The fragments that the steps use, each once: their texts repeat those that they share. */
function fragmentsOf(steps: readonly Step[]): string {
  const texts = new Set(steps.map(({ text }) => text.fragments?.toString() ?? ''));
  const fragments = [...texts].flatMap((text) => text.split(/^(?=\s*fragment )/m)).map((text) => text.trim());
  return [...new Set(fragments)].filter((text) => text !== '').join('\n');
}
