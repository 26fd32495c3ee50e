import {
  type FieldNode,
  getNullableType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLResolveInfo,
  isLeafType,
  isNullableType,
  type ResponsePath,
} from 'graphql';
import type { PlannedOperation, SelectedField, Selection } from '../../versioning/index.js';
import { type Complete, type CompletedField, completionOf } from './completion.js';
import type { Execution } from './execution.js';
import { isPromise } from './is-promise.js';

/** The operation that fields are prepared for. */
export interface PreparedOperation extends PlannedOperation {
  readonly selection: Selection;
}

/** A field of a type that an operation selects: how it is resolved, and what is made of that. */
export class PreparedField implements CompletedField {
  readonly name: string;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
  readonly place: string;
  readonly #complete: Complete;
  readonly #isNullable: boolean;
  /** It takes a property as it is, and has nothing below. */
  readonly #isPlain: boolean;
  readonly #below = new Map<GraphQLObjectType, readonly PreparedField[]>();

  constructor(
    private readonly of: PreparedOperation,
    private readonly parentType: GraphQLObjectType,
    { name, definition, nodes }: SelectedField,
  ) {
    this.name = name;
    this.definition = definition;
    this.nodes = nodes;
    this.place = `${parentType.name}.${definition.name}`;
    this.#complete = completionOf(this, definition.type);
    this.#isNullable = isNullableType(definition.type);
    this.#isPlain = !definition.resolve && isLeafType(getNullableType(definition.type));
  }

  /** What is answered of an object; a promise of it where its resolver, or one below, gives one. */
  answer(source: unknown, execution: Execution, around: ResponsePath | undefined): unknown {
    if (this.#isPlain && typeof source === 'object' && source !== null) {
      const value = (source as Record<string, unknown>)[this.definition.name];
      // Most values of an answer: for them no place in it need be made.
      if (typeof value === 'string' || typeof value === 'number') return this.#answerPlain(value, execution, around);
      if (value === null && this.#isNullable) return null;
    }
    const path = this.#pathIn(around);
    try {
      const value = this.#resolve(source, execution, path);
      const completed = isPromise(value)
        ? value.then((of) => this.#complete(of, execution, path))
        : this.#complete(value, execution, path);
      return isPromise(completed)
        ? completed.then(undefined, (error) => this.#fail(error, execution, path))
        : completed;
    } catch (error) {
      return this.#fail(error, execution, path);
    }
  }

  #answerPlain(value: string | number, execution: Execution, around: ResponsePath | undefined): unknown {
    try {
      return this.#complete(value, execution, around!);
    } catch (error) {
      return this.#fail(error, execution, this.#pathIn(around));
    }
  }

  #pathIn(around: ResponsePath | undefined): ResponsePath {
    return { prev: around, key: this.name, typename: this.parentType.name };
  }

  below(type: GraphQLObjectType, value: unknown, execution: Execution, path: ResponsePath): unknown {
    let fields = this.#below.get(type);
    if (!fields) {
      const selected = this.of.selection.below(this, type);
      fields = selected.map((field) => new PreparedField(this.of, type, field));
      this.#below.set(type, fields);
    }
    return answerAll(fields, value, execution, path);
  }

  info(execution: Execution, path: ResponsePath): GraphQLResolveInfo {
    const { definition, nodes, parentType } = this;
    const { schema, operation, selection } = this.of;
    return {
      fieldName: definition.name,
      fieldNodes: nodes,
      returnType: definition.type,
      parentType,
      path,
      schema,
      fragments: selection.fragments,
      rootValue: undefined,
      operation,
      variableValues: execution.variables,
    };
  }

  #resolve(source: unknown, execution: Execution, path: ResponsePath): unknown {
    const { resolve, name, args } = this.definition;
    if (resolve) {
      const given = args.length > 0 ? execution.argumentsOf(this) : {};
      return resolve(source, given, execution.context, this.info(execution, path));
    }
    if (typeof source !== 'object' || source === null) return undefined;
    const property = (source as Record<string, unknown>)[name];
    if (typeof property !== 'function') return property;
    return property.call(source, execution.argumentsOf(this), execution.context, this.info(execution, path)) as unknown;
  }

  #fail(error: unknown, execution: Execution, path: ResponsePath): null {
    return execution.fail(error, this.definition.type, this.nodes, path);
  }
}

/** What is answered of all fields that are selected of an object, by their names. */
export function answerAll(
  fields: readonly PreparedField[],
  source: unknown,
  execution: Execution,
  path: ResponsePath | undefined,
): unknown {
  const answers: Record<string, unknown> = {};
  let isWaiting = false;
  try {
    for (const field of fields) {
      const answer = field.answer(source, execution, path);
      set(answers, field.name, answer);
      isWaiting ||= isPromise(answer);
    }
  } catch (error) {
    if (!isWaiting) throw error;
    // What else is under way may fail, too, and somebody must hear of it.
    return settled(answers).finally(() => {
      throw error;
    });
  }
  return isWaiting ? settled(answers) : answers;
}

/** A client may call a field `__proto__`, which would be no property. */
function set(answers: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') answers[name] = value;
  else Object.defineProperty(answers, name, { value, enumerable: true, writable: true, configurable: true });
}

async function settled(answers: Record<string, unknown>): Promise<Record<string, unknown>> {
  const names = Object.keys(answers);
  const values = await Promise.all(Object.values(answers));
  for (const [n, name] of names.entries()) set(answers, name, values[n]);
  return answers;
}
