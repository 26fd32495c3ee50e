import type { TypedDocument } from './typed-document.js';

/**
 * How a step is written: its mutation field, the type of its input, and the fragment of what it answers, if that has
 * fields.
 */
export interface StepText {
  readonly field: string;
  readonly input: string;
  readonly fragment?: string;
  /** The definition of that fragment, and of those that it spreads. */
  readonly fragments?: { toString(): string };
}

/** One change of a transaction. It does nothing by itself. */
export interface Step<TPayload = unknown> {
  readonly text: StepText;
  readonly input: object;
  /** Never there; it carries the type of what the step answers. */
  readonly payload?: TPayload;
}

/** What the steps of a transaction answer, in their order. */
export type Payloads<TSteps extends readonly Step[]> = {
  -readonly [K in keyof TSteps]: TSteps[K] extends Step<infer TPayload> ? TPayload : never;
};

/** Makes a function of a mutation's input that gives a step. The document is there for its types alone. */
export function step<TResult, TInput extends object, TField extends keyof TResult>(
  _document: TypedDocument<TResult, { input: TInput }>,
  text: StepText & { readonly field: TField },
): (input: TInput) => Step<TResult[TField]> {
  return (input) => ({ text, input });
}
