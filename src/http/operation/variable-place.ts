import {
  type ASTNode,
  BREAK,
  type DocumentNode,
  Kind,
  type OperationDefinitionNode,
  type ValueNode,
  visit,
} from 'graphql';

/**
 * The argument that a variable is, or is a part of, as a path: `asOf`, `filter.status`. What a caller calls the variable says nothing.
 *
 * @returns where it is used first; undefined where nowhere
 */
export function variablePlace(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  name: string,
): readonly (string | number)[] | undefined {
  const asked = document.definitions.filter((one) => one === operation || one.kind === Kind.FRAGMENT_DEFINITION);
  let place: readonly (string | number)[] | undefined;
  visit(
    { kind: Kind.DOCUMENT, definitions: asked },
    {
      VariableDefinition: () => false,
      Variable: (node, _key, parent, _path, ancestors) => {
        if (node.name.value !== name) return undefined;
        place = placeIn([...ancestors, parent!, node]);
        return BREAK;
      },
    },
  );
  return place;
}

/** @param ancestors nodes and lists of them, from the document down to the variable */
function placeIn(ancestors: readonly (ASTNode | readonly ASTNode[])[]): readonly (string | number)[] {
  return ancestors.flatMap((ancestor, n): (string | number)[] => {
    if (!('kind' in ancestor)) return [];
    if (ancestor.kind === Kind.ARGUMENT || ancestor.kind === Kind.OBJECT_FIELD) return [ancestor.name.value];
    const list = ancestors[n - 2];
    return list && 'kind' in list && list.kind === Kind.LIST ? [list.values.indexOf(ancestor as ValueNode)] : [];
  });
}
