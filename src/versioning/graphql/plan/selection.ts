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
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
  type DocumentNode,
  type OperationDefinitionNode,
} from 'graphql';
// The execution's own, so that what is planned is what is executed: fragments, type conditions, @skip and @include.
import { collectFields, collectSubfields } from 'graphql/execution/collectFields.js';
import { Parameter } from '../../read/statements/parameter.js';
import { boundArgumentsOf } from '../declaration/field-reads.js';

/** An operation, valid and with its variables coerced. */
export interface PlannedOperation {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Readonly<Record<string, unknown>>;
  /** The same with parameters, see {@link operationParameters}; absent: for one execution only. */
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** A field that an operation selects, under one name of the answer. */
export interface SelectedField {
  readonly name: string;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
}

/** What an operation selects, level by level. */
export class Selection {
  readonly #fragments: Record<string, FragmentDefinitionNode> = Object.create(null) as never;

  constructor(private readonly of: PlannedOperation) {
    for (const definition of of.document.definitions) {
      if (definition.kind === Kind.FRAGMENT_DEFINITION) this.#fragments[definition.name.value] = definition;
    }
  }

  get fragments(): Readonly<Record<string, FragmentDefinitionNode>> {
    return this.#fragments;
  }

  /** The fields of the uppermost level. */
  roots(): SelectedField[] {
    const { schema, operation, variables } = this.of;
    const type = schema.getRootType(operation.operation)!;
    const metas = type === schema.getQueryType() ? [SchemaMetaFieldDef, TypeMetaFieldDef] : [];
    return fieldsOf(type, collectFields(schema, this.#fragments, variables, type, operation.selectionSet), metas);
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

  /**
   * The arguments of a field, with parameters in those that are only bound.
   *
   * @throws GraphQLError where the arguments do not fit
   */
  arguments({ definition, nodes }: SelectedField): Record<string, unknown> {
    const { variables, parameters } = this.of;
    const values = getArgumentValues(definition, nodes[0]!, variables);
    const bound = parameters ? boundArgumentsOf(definition) : [];
    if (bound.length === 0) return values;
    const parametric = getArgumentValues(definition, nodes[0]!, parameters);
    return { ...values, ...Object.fromEntries(bound.map((name) => [name, Parameter.listsIn(parametric[name])])) };
  }
}

function fieldsOf(
  type: GraphQLObjectType,
  collected: ReadonlyMap<string, readonly FieldNode[]>,
  metas: readonly GraphQLField<unknown, unknown>[] = [],
): SelectedField[] {
  const definitions = type.getFields();
  return [...collected].flatMap(([name, nodes]) => {
    const of = nodes[0]!.name.value;
    const definition = definitions[of] ?? [TypeNameMetaFieldDef, ...metas].find((meta) => meta.name === of);
    return definition ? [{ name, definition, nodes }] : [];
  });
}
