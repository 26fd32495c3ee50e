import {
  type FieldNode,
  getArgumentValues,
  type GraphQLField,
  isNonNullType,
  type GraphQLOutputType,
  locatedError,
  type ResponsePath,
  responsePathAsArray,
} from 'graphql';
import { CollectedErrors } from './collected-errors.js';

/** A field whose arguments are asked for. */
interface WithArguments {
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
}

type Values = Readonly<Record<string, unknown>>;

/** What belongs to one execution of an operation, and to no other. */
export class Execution {
  readonly errors = new CollectedErrors();
  readonly #arguments = new Map<WithArguments, Values>();

  /** @param variables the coerced ones */
  constructor(
    readonly context: unknown,
    readonly variables: Values,
  ) {}

  /**
   * The arguments of a field, the same for all objects that it is asked of.
   *
   * @throws GraphQLError where they do not fit
   */
  argumentsOf(field: WithArguments): Values {
    let values = this.#arguments.get(field);
    if (!values) {
      values = getArgumentValues(field.definition, field.nodes[0]!, this.variables);
      this.#arguments.set(field, values);
    }
    return values;
  }

  /**
   * What stands in the place of a value that could not be had.
   *
   * @returns null
   * @throws GraphQLError where there must be a value: then what stands around it is null
   */
  fail(error: unknown, type: GraphQLOutputType, nodes: readonly FieldNode[], path: ResponsePath): null {
    const located = locatedError(error, nodes, responsePathAsArray(path));
    if (isNonNullType(type)) throw located;
    this.errors.add(located, path);
    return null;
  }
}
