import type { ExecutionResult, GraphQLError } from 'graphql';
import { type PlannedOperation, Selection } from '../../versioning/index.js';
import { Execution } from './execution.js';
import { isPromise } from './is-promise.js';
import { answerAll, PreparedField } from './prepared-field.js';

/**
 * A query that is executed as graphql-js's `execute` does, but of which all that is the same for each execution and each
 * object is worked out once: which fields are selected of which type, how they are resolved and completed, and their
 * arguments. The idea is that of https://github.com/zalando-incubator/graphql-jit.
 */
export class PreparedQuery {
  readonly #roots: readonly PreparedField[];

  /** @param operation its variables decide what is skipped, so it is for those that say the same */
  constructor(operation: PlannedOperation) {
    const type = operation.schema.getRootType(operation.operation.operation)!;
    const of = { ...operation, selection: new Selection(operation) };
    this.#roots = of.selection.roots().map((field) => new PreparedField(of, type, field));
  }

  /**
   * Executes it.
   *
   * @param context what resolvers get
   * @param variables the coerced ones
   * @returns at once where no resolver gives a promise
   */
  execute(context: unknown, variables: Readonly<Record<string, unknown>>): ExecutionResult | Promise<ExecutionResult> {
    const execution = new Execution(context, variables);
    const failed = (error: unknown): ExecutionResult => {
      execution.errors.add(error as GraphQLError, undefined);
      return resultOf(null, execution);
    };
    try {
      const data = answerAll(this.#roots, undefined, execution, undefined);
      return isPromise(data) ? data.then((of) => resultOf(of, execution), failed) : resultOf(data, execution);
    } catch (error) {
      return failed(error);
    }
  }
}

function resultOf(data: unknown, { errors: { all } }: Execution): ExecutionResult {
  return all.length > 0 ? { errors: all, data: data as never } : { data: data as never };
}
