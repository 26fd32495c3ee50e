import { getNamedType, type GraphQLField, isInputObjectType, isObjectType } from 'graphql';
import type { OperationPlan } from './operation-plan.js';
import type { SchemaShape } from './schema-shape.js';
import { fragmentName } from './selection.js';

/** A function of the SDK: where in the API object it stands, and the code that makes it. */
export interface ApiEntry {
  readonly path: readonly string[];
  readonly code: string;
  /** The code that makes the same as a step of a transaction. */
  readonly step?: string;
}

/** Places an operation in the API object: what belongs to a record type in a group named as its list. */
export function apiEntry(plan: OperationPlan, shape: SchemaShape): ApiEntry {
  return plan.kind === 'mutation' ? mutationEntry(plan, shape) : queryEntry(plan, shape);
}

function queryEntry({ name, root, connection, isIteration }: OperationPlan, shape: SchemaShape): ApiEntry {
  const type = getNamedType(root.type);
  const group = groupOf(type.name, shape);
  const result = `(data) => data.${root.name}${connection ? `?.${connection.name}` : ''}`;
  const code = `call.${isIteration ? 'connection' : 'value'}(g.${name}Document, ${result})`;
  const form = isIteration ? 'all' : 'page';
  if (connection) {
    return group
      ? { path: [group, connection.name, form], code }
      : { path: [lowered(root.name + capitalized(connection.name)), form], code };
  }
  if (shape.isConnection(type)) return { path: [root.name, form], code };
  return group && shape.isById(root) ? { path: [group, 'get'], code } : { path: [root.name], code };
}

function mutationEntry({ name, root }: OperationPlan, shape: SchemaShape): ApiEntry {
  const input = inputOf(root);
  const record = recordOf(root, shape);
  const group = record && groupOf(record, shape);
  const isOfRecord = group !== undefined && root.name.endsWith(record!) && root.name.length > record!.length;
  const path = isOfRecord ? [group, root.name.slice(0, -record!.length)] : [root.name];
  const result = `(data) => data.${root.name}`;
  if (!input) return { path, code: `call.value(g.${name}Document, ${result})` };
  const code = `call.mutation(g.${name}Document, ${result})`;
  if (!input.takesReason) return { path, code };
  const fragment = fragmentName(shape.fieldsType(root));
  const text = `{ field: '${root.name}', input: '${input.type}', fragment: '${fragment}', fragments: g.${fragment}FragmentDoc }`;
  return { path, code, step: `step(g.${name}Document, ${text})` };
}

/** The type of a mutation's one argument `input`, and whether it can say why. */
function inputOf({ args }: GraphQLField<unknown, unknown>): { type: string; takesReason: boolean } | undefined {
  const [input, ...others] = args;
  if (input?.name !== 'input' || others.length > 0) return undefined;
  const type = getNamedType(input.type);
  return { type: String(input.type), takesReason: isInputObjectType(type) && 'reason' in type.getFields() };
}

/** The record type that a mutation's payload is about. */
function recordOf(root: GraphQLField<unknown, unknown>, shape: SchemaShape): string | undefined {
  const payload = getNamedType(root.type);
  if (!isObjectType(payload)) return undefined;
  const types = Object.values(payload.getFields()).map((field) => getNamedType(field.type));
  return types.find((type) => shape.isRecord(type))?.name;
}

/** The name of the query that lists records of a type. */
function groupOf(record: string, shape: SchemaShape): string | undefined {
  return shape.queries.find(({ type }) => {
    const connection = getNamedType(type);
    if (!shape.isConnection(connection)) return false;
    const node = shape.nodeOf(connection);
    return node.name === record && shape.isRecord(node);
  })?.name;
}

function lowered(name: string): string {
  return name[0]!.toLowerCase() + name.slice(1);
}

function capitalized(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
