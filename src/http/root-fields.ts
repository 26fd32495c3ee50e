import {
  type DocumentNode,
  type FieldNode,
  getDirectiveValues,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/**
 * The fields of an operation's uppermost level, fragments expanded, without those that are not to be executed.
 *
 * @param variables the coerced ones
 */
export function rootFields(
  document: DocumentNode,
  { selections }: SelectionSetNode,
  variables: Record<string, unknown>,
): FieldNode[] {
  return selections.flatMap((selection) => {
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'];
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'];
    if (skip === true || include === false) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(document, selection.selectionSet, variables);
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? rootFields(document, fragment.selectionSet, variables) : [];
  });
}
