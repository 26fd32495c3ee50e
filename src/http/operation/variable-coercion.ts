import {
  coerceInputValue,
  type DocumentNode,
  getNullableType,
  GraphQLError,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  typeFromAST,
  valueFromAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { enumSentence } from '../errors/enum-values.js';
import { fieldAt } from '../errors/field-at.js';
import { withoutValues } from '../errors/graphql-message.js';
import { oneKeySentence } from '../errors/one-key.js';
import { variablePlace } from './variable-place.js';

/** More would only repeat that the caller has another schema in mind. */
const mostErrors = 10;

type Values = Record<string, unknown>;
type Report = (error: GraphQLError) => void;
type Path = readonly (string | number)[];

/** What variables are of. */
interface Asked {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** Variables that do not fit their types; each error is one sentence that names the place and never the value. */
export class VariablesRefused extends Error {
  override readonly name = 'VariablesRefused';

  constructor(readonly errors: readonly GraphQLError[]) {
    super('Variables do not fit their types.');
  }
}

/**
 * Coerces an operation's variables as graphql-js does, but with messages that do not repeat the caller's values:
 * graphql-js prints the whole value, with the password that may stand in it.
 *
 * @param asked says in which arguments the variables stand
 * @param inputs the variables as they came
 * @returns the coerced values, defaults filled in
 * @throws VariablesRefused with one error for each wrong place
 */
export function coerceVariables(asked: Asked, inputs: Values): Values {
  const errors: GraphQLError[] = [];
  const values: Values = {};
  for (const definition of asked.operation.variableDefinitions ?? []) {
    coerceVariable(asked, definition, inputs, values, (error) => {
      // Of an input that takes one key, graphql-js says of several that are null more than once that they are several.
      if (errors.some(({ message }) => message === error.message)) return;
      if (errors.push(error) >= mostErrors) throw new VariablesRefused(errors);
    });
  }
  if (errors.length > 0) throw new VariablesRefused(errors);
  return values;
}

function coerceVariable(
  asked: Asked,
  definition: VariableDefinitionNode,
  inputs: Values,
  values: Values,
  report: Report,
): void {
  const name = definition.variable.name.value;
  const type = typeFromAST(asked.schema, definition.type);
  if (!isInputType(type)) return report(refusal(definition, `Variable "$${name}" is of no input type.`));

  if (!Object.hasOwn(inputs, name)) {
    if (definition.defaultValue) values[name] = valueFromAST(definition.defaultValue, type);
    else if (isNonNullType(type)) {
      const message = `Variable "$${name}" of required type "${String(type)}" was not provided.`;
      report(refusal(definition, message, placeOf(asked, name)));
    }
    return;
  }
  values[name] = coerceInputValue(inputs[name], type, (path, _value, { message }) => {
    const place = placeOf(asked, name);
    const [parent, at] = [typeAt(type, path.slice(0, -1)), typeAt(type, path)];
    if (isOneKey(at) && message.startsWith('Exactly one key ')) {
      return report(oneKeyRefusal(definition, at, [...place, ...path]));
    }
    if (isOneKey(parent) && message.endsWith(' must be non-null.')) {
      return report(oneKeyRefusal(definition, parent, [...place, ...path.slice(0, -1)]));
    }
    const sentence = isEnumType(at) ? enumSentence(at) : withoutValues(message);
    const where = `Variable "$${name}" has an invalid value at "${[name, ...path].join('.')}": ${sentence}`;
    report(refusal(definition, where, [...place, ...path]));
  });
}

/** A variable that nothing uses has no place but its own. */
function placeOf({ document, operation }: Asked, name: string): Path {
  return variablePlace(document, operation, name) ?? [];
}

/** The type of what stands at a path in a value, as graphql-js tells it. */
function typeAt(type: GraphQLInputType, path: Path): GraphQLInputType | undefined {
  const nullable = getNullableType(type);
  const [name, ...below] = path;
  // One value is a list of one.
  if (isListType(nullable)) return typeAt(nullable.ofType, typeof name === 'number' ? below : path);
  if (name === undefined) return nullable;
  const field = isInputObjectType(nullable) ? nullable.getFields()[name] : undefined;
  return field && typeAt(field.type, below);
}

function isOneKey(type: GraphQLInputType | undefined): type is GraphQLInputObjectType {
  return isInputObjectType(type) && type.isOneOf;
}

function oneKeyRefusal(definition: VariableDefinitionNode, type: GraphQLInputObjectType, path: Path): GraphQLError {
  return refusal(definition, oneKeySentence(fieldAt(path) ?? type.name, type), path);
}

/** @param path of the argument, and below it: what the variable is called is the caller's affair */
function refusal(definition: VariableDefinitionNode, message: string, path: Path = []): GraphQLError {
  const field = fieldAt(path);
  const extensions = { code: 'BAD_USER_INPUT', ...(field !== undefined && { field }) };
  return new GraphQLError(message, { nodes: definition, extensions });
}
