import {
  type DocumentNode,
  type GraphQLInputType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  typeFromAST,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { type Binding, Parameter } from '../../read/statements/parameter.js';
import { boundArgumentsOf } from '../declaration/field-reads.js';

type Values = Readonly<Record<string, unknown>>;
type Read = (binding: Binding) => unknown;

/**
 * The variables of an operation with parameters in place of those values that decide nothing of what is read but stand in
 * it: ids, cursors, texts that are compared with. Printed as JSON, they are the shape of the operation: executions of one
 * document with the same shape read by the same statements and answer the same fields.
 *
 * @param variables the coerced ones
 */
export function operationParameters(
  schema: GraphQLSchema,
  document: DocumentNode,
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Values,
): Values {
  if (variableDefinitions.length === 0) return variables;
  const deciding = decidingVariables(schema, document);
  const parameters: Record<string, unknown> = {};
  for (const { variable, type: node } of variableDefinitions) {
    const name = variable.name.value;
    if (!Object.hasOwn(variables, name)) continue;
    const value = variables[name];
    const type = deciding.has(name) ? undefined : typeFromAST(schema, node);
    parameters[name] = isInputType(type) ? parametric(value, type, name, ({ variables: of }) => of[name]) : value;
  }
  return parameters;
}

function parametric(value: unknown, outer: GraphQLInputType, name: string, read: Read): unknown {
  const type = isNonNullType(outer) ? outer.ofType : outer;
  if (value === null || value === undefined || isEnumType(type)) return value;
  if (typeof value === 'string') return new Parameter(name, value, read);
  if (isListType(type) && Array.isArray(value)) return parametricList(value, type.ofType, name, read);
  if (!isInputObjectType(type)) return value;
  const fields = type.getFields();
  return Object.fromEntries(
    Object.entries(value).map(([field, of]) => {
      const readField = (binding: Binding) => (read(binding) as Values)[field];
      return [field, parametric(of, fields[field]!.type, `${name}.${field}`, readField)];
    }),
  );
}

/** A list of texts is one value; one of objects has as many parts. */
function parametricList(list: readonly unknown[], type: GraphQLInputType, name: string, read: Read): unknown {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (!isEnumType(inner) && list.length > 0 && list.every((item) => typeof item === 'string')) {
    return new Parameter(name, list, read);
  }
  const readItem = (n: number) => (binding: Binding) => (read(binding) as unknown[])[n];
  return list.map((item, n) => parametric(item, type, `${name}.${n}`, readItem(n)));
}

const known = new WeakMap<DocumentNode, ReadonlySet<string>>();

/** Variables of a document that stand anywhere else than in arguments that are only bound. */
function decidingVariables(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  let deciding = known.get(document);
  if (!deciding) known.set(document, (deciding = findDeciding(schema, document)));
  return deciding;
}

function findDeciding(schema: GraphQLSchema, document: DocumentNode): ReadonlySet<string> {
  const deciding = new Set<string>();
  const types = new TypeInfo(schema);
  visit(
    document,
    visitWithTypeInfo(types, {
      Argument({ name }) {
        const field = types.getDirective() ? undefined : types.getFieldDef();
        // What is only bound is not looked into.
        return field && boundArgumentsOf(field).includes(name.value) ? false : undefined;
      },
      VariableDefinition: () => false,
      Variable({ name }) {
        deciding.add(name.value);
      },
    }),
  );
  return deciding;
}
