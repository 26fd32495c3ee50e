import { getNamedType, isObjectType } from 'graphql';
import type { SchemaField, SchemaShape } from './schema-shape.js';

/** An operation of the SDK: one root field, and for some a connection below it. */
export interface OperationPlan {
  readonly kind: 'query' | 'mutation';
  /** The operation's name, unique: `Posts`, `AllPosts`, `PostComments`, `CreatePost`. */
  readonly name: string;
  readonly root: SchemaField;
  /** The connection below the root field's one object. */
  readonly connection?: SchemaField;
  /** Whether only the items are asked for, page after page, and not how many there are: counting costs. */
  readonly isIteration: boolean;
}

/** Every operation that the schema offers, in its order. */
export function planOperations(shape: SchemaShape): OperationPlan[] {
  return [...shape.queries.flatMap((root) => planQuery(shape, root)), ...shape.mutations.map(planMutation)];
}

function planQuery(shape: SchemaShape, root: SchemaField): OperationPlan[] {
  const name = capitalized(root.name);
  const type = getNamedType(root.type);
  const single: OperationPlan = { kind: 'query', name, root, isIteration: false };
  if (shape.isConnection(type)) return [single, { ...single, name: `All${name}`, isIteration: true }];
  if (!shape.isById(root) || !isObjectType(type)) return [single];
  const nested = shape.connectionsOf(type).flatMap((connection) => {
    const below = name + capitalized(connection.name);
    const page = { ...single, name: below, connection };
    return [page, { ...page, name: `All${below}`, isIteration: true }];
  });
  return [single, ...nested];
}

function planMutation(root: SchemaField): OperationPlan {
  return { kind: 'mutation', name: capitalized(root.name), root, isIteration: false };
}

function capitalized(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
