import {
  type DocumentNode,
  getNamedType,
  type GraphQLSchema,
  isEnumType,
  isInterfaceType,
  isScalarType,
  isSpecifiedScalarType,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { inject } from 'vitest';

/** An answer as tests compare it; its errors may be printed with their paths first. */
export interface ToldAnswer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
}

/** How often generated documents have what answers are easily wrong about. */
export class CountedKinds {
  readonly #counts = new Map<string, number>();

  constructor(private readonly schema: GraphQLSchema) {}

  add(document: DocumentNode, { data, errors = [] }: ToldAnswer): void {
    const kinds = this.#kindsIn(document);
    if (errors.length > 0) kinds.add('errors with paths');
    if (errors.length > 0 && data === null) kinds.add('null up to the whole answer');
    for (const kind of kinds) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
  }

  /** Tells whoever runs the long form. */
  tell(of: string): void {
    if (inject('documents')) console.log(of, Object.fromEntries([...this.#counts].toSorted()));
  }

  #kindsIn(document: DocumentNode): Set<string> {
    const kinds = new Set<string>();
    const types = new TypeInfo(this.schema);
    const isOnInterface = (name: string | undefined) =>
      name !== undefined && isInterfaceType(this.schema.getType(name));
    visit(
      document,
      visitWithTypeInfo(types, {
        Field({ alias, name: { value } }) {
          if (alias) kinds.add('aliases');
          if (value === '__typename') kinds.add('__typename');
          const definition = types.getFieldDef();
          const type = definition && getNamedType(definition.type);
          if (isEnumType(type)) kinds.add('enums');
          if (isScalarType(type) && !isSpecifiedScalarType(type)) kinds.add('custom scalars');
          if (value === 'method' || value === 'createdBy') kinds.add('computed');
        },
        InlineFragment({ typeCondition }) {
          if (isOnInterface(typeCondition?.name.value)) kinds.add('fragments on interfaces');
        },
        FragmentDefinition({ typeCondition }) {
          if (isOnInterface(typeCondition.name.value)) kinds.add('fragments on interfaces');
        },
        Directive({ name, arguments: given = [] }) {
          kinds.add(`@${name.value} with a ${given[0]?.value.kind === 'Variable' ? 'variable' : 'constant'}`);
        },
        VariableDefinition({ defaultValue }) {
          if (defaultValue) kinds.add('variables with defaults');
        },
      }),
    );
    return kinds;
  }
}
