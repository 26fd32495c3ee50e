import {
  type FieldNode,
  type FragmentDefinitionNode,
  getArgumentValues,
  getNamedType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isObjectType,
  Kind,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';
// The execution's own, so that what is planned is what is executed: fragments, type conditions, @skip and @include.
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';

/** An operation, valid and with its variables coerced. */
export interface PlannedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** A field that an operation selects, under one name of the answer. */
export interface SelectedField {
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
}

/** What an operation selects, level by level. */
export class Selection {
  readonly #fragments: Record<string, FragmentDefinitionNode> = {};

  constructor(private readonly of: PlannedOperation) {
    for (const definition of of.document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments[definition.name.value] = definition;
    }
  }

  /** The fields of the uppermost level. */
  roots(): SelectedField[] {
    const { schema, operation, variables } = this.of;
    const type = schema.getRootType(operation.operation)!;
    return fieldsOf(type, collectFields(schema, this.#fragments, variables, type, operation.selectionSet));
  }

  /** The fields below a field, of a type that it gives. */
  below({ nodes }: Pick<SelectedField, 'nodes'>, type: GraphQLObjectType): SelectedField[] {
    const { schema, variables } = this.of;
    return fieldsOf(type, collectSubfields(schema, this.#fragments, variables, type, nodes));
  }

  /** The object types that a field can give. */
  types({ definition }: SelectedField): readonly GraphQLObjectType[] {
    const type = getNamedType(definition.type);
    if (isAbstractType(type)) return this.of.schema.getPossibleTypes(type);
    return isObjectType(type) ? [type] : [];
  }

  type(name: string): GraphQLObjectType | undefined {
    const type = this.of.schema.getType(name);
    return isObjectType(type) ? type : undefined;
  }

  /** @throws GraphQLError where the arguments do not fit */
  arguments({ definition, nodes }: SelectedField): Record<string, unknown> {
    return getArgumentValues(definition, nodes[0]!, this.of.variables);
  }
}

function fieldsOf(type: GraphQLObjectType, collected: ReadonlyMap<string, readonly FieldNode[]>): SelectedField[] {
  const definitions = type.getFields();
  return [...collected.values()].flatMap((nodes) => {
    const definition = definitions[nodes[0]!.name.value];
    return definition ? [{ definition, nodes }] : [];
  });
}
