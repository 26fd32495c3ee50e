import {
  defaultTypeResolver,
  type FieldNode,
  GraphQLError,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  type ResponsePath,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import type { Execution } from './execution.js';
import { isPromise } from './is-promise.js';
import { runtimeType } from './runtime-type.js';

/** Makes of what a resolver gives what is answered. Waits only where there is something to wait for. */
export type Complete = (value: unknown, execution: Execution, path: ResponsePath) => unknown;

/** The field whose values are completed. */
export interface CompletedField {
  readonly nodes: readonly FieldNode[];
  /** `Post.title`, for people. */
  readonly place: string;
  info(execution: Execution, path: ResponsePath): GraphQLResolveInfo;
  /** What is selected of an object. */
  below(type: GraphQLObjectType, value: unknown, execution: Execution, path: ResponsePath): unknown;
}

/**
 * Completes values of a type as the specification has it, https://spec.graphql.org/October2021/#sec-Value-Completion,
 * with the messages of graphql-js. What kind of type it is, is asked once and not for each value.
 */
export function completionOf(field: CompletedField, type: GraphQLOutputType): Complete {
  if (isNonNullType(type)) return requiredOf(field, completionOf(field, type.ofType));
  const complete = nullableOf(field, type);
  return (value, execution, path) => {
    if (value === null || value === undefined) return null;
    if (value instanceof Error) throw value;
    return complete(value, execution, path);
  };
}

function nullableOf(field: CompletedField, type: GraphQLOutputType): Complete {
  if (isNonNullType(type)) return completionOf(field, type);
  if (isListType(type)) return listOf(field, type.ofType as GraphQLOutputType);
  if (isLeafType(type)) return leafOf(type);
  return isAbstractType(type) ? abstractOf(field, type) : objectOf(field, type);
}

function requiredOf({ place }: CompletedField, complete: Complete): Complete {
  return (value, execution, path) => {
    const completed = complete(value, execution, path);
    if (completed === null) throw new Error(`Cannot return null for non-nullable field ${place}.`);
    return completed;
  };
}

function leafOf(type: GraphQLLeafType): Complete {
  return (value) => {
    const serialized: unknown = type.serialize(value);
    if (serialized !== null && serialized !== undefined) return serialized;
    throw new Error(
      `Expected \`${inspect(type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
    );
  };
}

function listOf(field: CompletedField, type: GraphQLOutputType): Complete {
  const { nodes, place } = field;
  const complete = completionOf(field, type);

  function item(value: unknown, execution: Execution, path: ResponsePath): unknown {
    try {
      const completed = isPromise(value)
        ? value.then((of) => complete(of, execution, path))
        : complete(value, execution, path);
      if (!isPromise(completed)) return completed;
      return completed.then(undefined, (error: unknown) => execution.fail(error, type, nodes, path));
    } catch (error) {
      return execution.fail(error, type, nodes, path);
    }
  }

  return (value, execution, path) => {
    if (!isIterable(value)) throw new GraphQLError(`Expected Iterable, but did not find one for field "${place}".`);
    const items: unknown[] = [];
    try {
      for (const of of value) items.push(item(of, execution, { prev: path, key: items.length, typename: undefined }));
    } catch (error) {
      // Others that are under way may fail, too, and nobody else would hear of it.
      void Promise.allSettled(items);
      throw error;
    }
    return items.some(isPromise) ? Promise.all(items) : items;
  };
}

/** A text is no list of its characters. */
function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

function objectOf(field: CompletedField, type: GraphQLObjectType): Complete {
  const { isTypeOf } = type;
  if (!isTypeOf) return (value, execution, path) => field.below(type, value, execution, path);
  return (value, execution, path) => {
    const answered = (isOf: boolean) => {
      if (isOf) return field.below(type, value, execution, path);
      const { nodes } = field;
      throw new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, { nodes });
    };
    const isOf = isTypeOf(value, execution.context, field.info(execution, path));
    return isPromise(isOf) ? isOf.then(answered) : answered(isOf);
  };
}

function abstractOf(field: CompletedField, type: GraphQLAbstractType): Complete {
  const completions = new Map<GraphQLObjectType, Complete>();
  return (value, execution, path) => {
    const info = field.info(execution, path);
    const complete = (name: unknown) => {
      const found = runtimeType(type, name, value, field, info.schema);
      const completion = completions.get(found) ?? objectOf(field, found);
      completions.set(found, completion);
      return completion(value, execution, path);
    };
    const name: unknown = (type.resolveType ?? defaultTypeResolver)(value, execution.context, info, type);
    return isPromise(name) ? name.then(complete) : complete(name);
  };
}
