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
 * The fields of an operation's uppermost level, fragments expanded, without those that are not to be executed. As in
 * the execution, a fragment counts where it is spread first: else those that spread the next one twice double at each
 * level.
 *
 * @param variables the coerced ones
 * @param visited the names of fragments that are already expanded
 */
export function rootFields(
  document: DocumentNode,
  { selections }: SelectionSetNode,
  variables: Record<string, unknown>,
  visited = new Set<string>(),
): FieldNode[] {
  return selections.flatMap((selection) => {
    const skip = getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'];
    const include = getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'];
    if (skip === true || include === false) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) {
      return rootFields(document, selection.selectionSet, variables, visited);
    }
    const name = selection.name.value;
    if (visited.has(name)) return [];
    visited.add(name);
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === name,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION
      ? rootFields(document, fragment.selectionSet, variables, visited)
      : [];
  });
}
