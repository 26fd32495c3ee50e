import { type GraphQLResolveInfo, Kind } from 'graphql';
import { type SelectedField, Selection } from './selection.js';

/** The field that is being resolved, and the selection that says what stands below it. */
export function selectedIn(info: GraphQLResolveInfo): [Selection, SelectedField] {
  const { schema, operation, fragments, variableValues, parentType, fieldName, fieldNodes } = info;
  const document = { kind: Kind.DOCUMENT, definitions: Object.values(fragments) } as const;
  const definition = parentType.getFields()[fieldName]!;
  return [
    new Selection({ schema, document, operation, variables: variableValues }),
    { name: fieldName, definition, nodes: fieldNodes },
  ];
}

/** Whether one of the fields of a type, as schema calls them, is asked for anywhere below a field. */
export function selects(
  selection: Selection,
  field: SelectedField,
  type: string,
  fields: ReadonlySet<string>,
): boolean {
  return selection
    .types(field)
    .some((of) =>
      selection
        .below(field, of)
        .some(
          (below) => (of.name === type && fields.has(below.definition.name)) || selects(selection, below, type, fields),
        ),
    );
}
