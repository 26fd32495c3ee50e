import {
  type DocumentNode,
  type FieldNode,
  getArgumentValues,
  getVariableValues,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { VersionedClass } from '../versioning/index.js';

/** What must be known of a mutation operation before its first field runs. */
export interface MutationInputs {
  /** Why, of the operation as a whole: the different reasons of its fields, a line each. */
  readonly reason: string | null;
  /** Records to lock ahead, by entity; empty where there is only one. */
  readonly locks: ReadonlyMap<VersionedClass, ReadonlySet<string>>;
}

/** Reads reasons and ids out of the inputs of all fields of a mutation. Fields whose arguments do not fit fail later, on their own. */
export function mutationInputs(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
): MutationInputs {
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], variables);
  const fields = rootFields(document, operation.selectionSet);
  const reasons = new Set<string>();
  const ids = new Map<VersionedClass, Set<string>>();
  for (const node of fields) {
    const field = schema.getMutationType()!.getFields()[node.name.value];
    if (!field || !coerced) continue;
    const { input } = getArgumentValues(field, node, coerced) as { input?: { id?: unknown; reason?: unknown } };
    if (typeof input?.reason === 'string') reasons.add(input.reason);
    const entity = field.extensions.locks as VersionedClass | undefined;
    if (entity && typeof input?.id === 'string') ids.set(entity, (ids.get(entity) ?? new Set()).add(input.id));
  }
  return { reason: reasons.size > 0 ? [...reasons].join('\n') : null, locks: countOf(ids) > 1 ? ids : new Map() };
}

function countOf(ids: MutationInputs['locks']): number {
  return [...ids.values()].reduce((sum, of) => sum + of.size, 0);
}

function rootFields(document: DocumentNode, { selections }: SelectionSetNode): FieldNode[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FIELD) return [selection];
    if (selection.kind === Kind.INLINE_FRAGMENT) return rootFields(document, selection.selectionSet);
    const fragment = document.definitions.find(
      (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === selection.name.value,
    );
    return fragment?.kind === Kind.FRAGMENT_DEFINITION ? rootFields(document, fragment.selectionSet) : [];
  });
}
