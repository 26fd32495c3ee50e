import {
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  type OperationDefinitionNode,
  OperationTypeNode,
  typeFromAST,
} from 'graphql';
import { checkConditions, DomainError } from '../../versioning/index.js';

/** As many as a document of the usual limit could hold, were they written into it. */
const mostInputItems = 20_000;

/** An input object costs as much as its type has fields; 300 changes have some each. */
export const mostObjects = 2000;

/**
 * Refuses variables whose lists and input objects are too many, before any is coerced: each object costs as much as its
 * type has fields. What stands in JSON counts in a query, which only compares with it. What a mutation writes is taken as it
 * is, and the body's limit counts it.
 *
 * @param inputs the variables as they came, of whatever form
 * @throws DomainError QUERY_TOO_COMPLEX for more than 20,000 items or 2,000 objects, BAD_USER_INPUT for a filter of
 *   more conditions than its reader takes
 */
export function checkInputSize(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  inputs: Readonly<Record<string, unknown>>,
): void {
  let items = 0;
  let objects = 0;
  let conditions = 0;
  for (const { variable, type: node } of operation.variableDefinitions ?? []) {
    const type = typeFromAST(schema, node);
    if (isInputType(type)) look(inputs[variable.name.value], type, false);
  }

  /** @param inFilter whether an object of a filter's type stands around it */
  function look(value: unknown, outer: GraphQLInputType, inFilter: boolean): void {
    const type = isNonNullType(outer) ? outer.ofType : outer;
    if (value === null || value === undefined) return;
    if (isListType(type)) {
      for (const item of Array.isArray(value) ? value : [value]) {
        check('items', ++items, mostInputItems);
        look(item, type.ofType, inFilter);
      }
    } else if (isInputObjectType(type) && typeof value === 'object') {
      check('objects', ++objects, mostObjects);
      const isFilter = isRecursive(type);
      if (isFilter) {
        conditions = inFilter ? conditions + 1 : 0;
        checkConditions(conditions);
      }
      for (const { name, type: inner } of Object.values(type.getFields())) {
        if (Object.hasOwn(value, name)) look(Reflect.get(value, name), inner, inFilter || isFilter);
      }
    } else if (operation.operation === OperationTypeNode.QUERY) {
      lookInJson(value);
    }
  }

  function lookInJson(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const inner of Object.values(value)) {
      check('items', ++items, mostInputItems);
      lookInJson(inner);
    }
  }
}

/** @throws DomainError QUERY_TOO_COMPLEX */
function check(limit: 'items' | 'objects', size: number, allowed: number): void {
  if (size <= allowed) return;
  throw new DomainError('QUERY_TOO_COMPLEX', `The variables hold more than ${allowed} ${limit}.`, { limit, allowed });
}

/** Whether objects of a type hold others of it, as those of filters do by `and`, `or` and `not`. */
function isRecursive(type: GraphQLInputObjectType): boolean {
  return Object.values(type.getFields()).some((field) => getNamedType(field.type) === type);
}
