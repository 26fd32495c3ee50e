import {
  coerceInputValue,
  GraphQLError,
  isInputType,
  isNonNullType,
  typeFromAST,
  valueFromAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type VariableDefinitionNode,
} from 'graphql';
import { withoutValues } from '../errors/graphql-message.js';

/** More would only repeat that the caller has another schema in mind. */
const mostErrors = 10;

type Values = Record<string, unknown>;
type Report = (error: GraphQLError) => void;

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
 * @param inputs the variables as they came
 * @returns the coerced values, defaults filled in
 * @throws VariablesRefused with one error for each wrong place
 */
export function coerceVariables(schema: GraphQLSchema, operation: OperationDefinitionNode, inputs: Values): Values {
  const errors: GraphQLError[] = [];
  const values: Values = {};
  for (const definition of operation.variableDefinitions ?? []) {
    coerceVariable(schema, definition, inputs, values, (error) => {
      if (errors.push(error) >= mostErrors) throw new VariablesRefused(errors);
    });
  }
  if (errors.length > 0) throw new VariablesRefused(errors);
  return values;
}

function coerceVariable(
  schema: GraphQLSchema,
  definition: VariableDefinitionNode,
  inputs: Values,
  values: Values,
  report: Report,
): void {
  const name = definition.variable.name.value;
  const type = typeFromAST(schema, definition.type);
  if (!isInputType(type)) return report(refusal(definition, `Variable "$${name}" is of no input type.`));

  if (!Object.hasOwn(inputs, name)) {
    if (definition.defaultValue) values[name] = valueFromAST(definition.defaultValue, type);
    else if (isNonNullType(type)) {
      report(refusal(definition, `Variable "$${name}" of required type "${String(type)}" was not provided.`));
    }
    return;
  }
  values[name] = coerceInputValue(inputs[name], type, (path, _value, error) => {
    const place = [name, ...path].join('.');
    const message = `Variable "$${name}" has an invalid value at "${place}": ${withoutValues(error.message)}`;
    report(refusal(definition, message, path));
  });
}

/** @param path below the variable, whose name is the caller's affair: `publishedAt`, `patch.publishedAt` */
function refusal(
  definition: VariableDefinitionNode,
  message: string,
  path: readonly (string | number)[] = [],
): GraphQLError {
  const field = path.length > 0 ? { field: path.join('.') } : {};
  return new GraphQLError(message, { nodes: definition, extensions: { code: 'BAD_USER_INPUT', ...field } });
}
