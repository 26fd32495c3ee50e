import { type FieldNode, Kind, type ValueNode } from 'graphql';
import { beyondShort, type VariableSizes } from './variable-sizes.js';

/** Characters that the arguments of a field hold in texts and variables: what reading, comparing and sending them costs. */
export function argumentSize({ arguments: given = [] }: FieldNode, variables: VariableSizes): number {
  return given.reduce((sum, { value }) => sum + valueSize(value, variables), 0);
}

/** Numbers, names and lists are limited by the document's tokens. */
function valueSize(node: ValueNode, variables: VariableSizes): number {
  switch (node.kind) {
    case Kind.VARIABLE:
      return variables.of(node.name.value);
    case Kind.STRING:
      return beyondShort(node.value.length);
    case Kind.LIST:
      return node.values.reduce((sum, value) => sum + valueSize(value, variables), 0);
    case Kind.OBJECT:
      return node.fields.reduce((sum, { value }) => sum + valueSize(value, variables), 0);
    default:
      return 0;
  }
}
