import { getNamedType, isInputObjectType, isLeafType } from 'graphql';
import type { OperationPlan } from './operation-plan.js';
import type { SchemaField, SchemaShape } from './schema-shape.js';
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

/** What is named after a record type stands with it, be it derived or a developer's own: `winDeal` is `deals.win`. */
function mutationEntry({ name, root }: OperationPlan, shape: SchemaShape): ApiEntry {
  const input = inputOf(root);
  const record = recordNamedBy(root.name, shape);
  const group = record && groupOf(record, shape);
  const path = group ? [group, root.name.slice(0, -record.length)] : [root.name];
  const result = `(data) => data.${root.name}`;
  if (!input) return { path, code: `call.value(g.${name}Document, ${result})` };
  const code = `call.mutation(g.${name}Document, ${result})`;
  if (!input.takesReason) return { path, code };
  return { path, code, step: `step(g.${name}Document, ${stepText(root, input.type, shape)})` };
}

function stepText(root: SchemaField, input: string, shape: SchemaShape): string {
  const text = `field: '${root.name}', input: '${input}'`;
  if (isLeafType(getNamedType(root.type))) return `{ ${text} }`;
  const fragment = fragmentName(shape.fieldsType(root));
  return `{ ${text}, fragment: '${fragment}', fragments: g.${fragment}FragmentDoc }`;
}

/** The type of a mutation's one argument `input`, and whether it can say why. */
function inputOf({ args }: SchemaField): { type: string; takesReason: boolean } | undefined {
  const [input, ...others] = args;
  if (input?.name !== 'input' || others.length > 0) return undefined;
  const type = getNamedType(input.type);
  return { type: String(input.type), takesReason: isInputObjectType(type) && 'reason' in type.getFields() };
}

/** The record type that a mutation's name ends with, after a verb; the longest: `payCreditNote` is of no `Note`. */
function recordNamedBy(mutation: string, shape: SchemaShape): string | undefined {
  return shape.records
    .map(({ name }) => name)
    .filter((name) => mutation.endsWith(name) && mutation.length > name.length)
    .toSorted((a, b) => b.length - a.length)[0];
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
