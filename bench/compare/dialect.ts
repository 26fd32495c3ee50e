import type { Input, WorkloadName } from './workload.js';

/** What is asked for: a workload, or with `cursor` where the page after a slug begins, told in `after`. */
export type OperationName = WorkloadName | 'cursor';

/** Where a request goes, and its JSON. */
export interface Asked {
  readonly path: string;
  readonly body: string;
}

/** How a contestant is asked, and how its answers are to be read. */
export interface Dialect {
  /** Whether it can do that at all. */
  knows(operation: OperationName): boolean;
  /** The request for an operation that it knows. */
  ask(operation: OperationName, input: Input): Asked;
  /** An answer in the form in which those of all contestants are compared. */
  read(operation: OperationName, answer: unknown): unknown;
}
