import {
  getArgumentValues,
  getDirectiveValues,
  getNamedType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLNamedType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { asOfArgument, DomainError, instantOfArguments } from '../../versioning/index.js';
import { argumentSize } from './argument-size.js';
import { alternatively, bounded, type Measure, nothing, together } from './measure.js';
import { itemFields, mostItems } from './list-bound.js';
import { pageSize } from './page-size.js';
import { VariableSizes } from './variable-sizes.js';

const partsOfPages: ReadonlySet<string> = new Set([...itemFields, 'node', 'pageInfo']);

/** What fields that read the past cost besides themselves. */
interface PastCosts {
  readonly relation: number;
  readonly page: number;
  readonly totalCount: number;
}

/** Below a snapshot: a statement for each instant, and for a count all that it counts. */
const costsOfSnapshots: PastCosts = { relation: 10, page: 100, totalCount: 400 };

/** Below `asOf`: one statement for all, which looks up the version of each. */
const costsAsOf: PastCosts = { relation: 2, page: 10, totalCount: 400 };

/** Of a list as of an instant that is filtered or in an order of its own: the past has no index for it. */
const costOfSearch = 400;

/** Fragments in fragments: more would run out of stack, here and in the execution. */
const deepestExpansion = 400;

/**
 * Measures selections with the operation's coerced variables. A fragment is measured once, however often it is spread,
 * so that the work grows with the document and not with what it expands to.
 */
export class OperationMeasure {
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #measured = new Map<string, Measure>();
  #expansion = 0;
  #past: PastCosts | undefined;

  constructor(
    private readonly schema: GraphQLSchema,
    document: DocumentNode,
    private readonly variables: Record<string, unknown>,
    private readonly mostChanges: number,
    private readonly sizes = new VariableSizes(variables),
  ) {
    const fragments = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
    this.#fragments = new Map(fragments.map((fragment) => [fragment.name.value, fragment]));
  }

  /**
   * @throws DomainError QUERY_TOO_COMPLEX for fragments that stand too deep in each other
   * @throws GraphQLError for an argument that does not fit its type
   */
  of(set: SelectionSetNode, parent: GraphQLNamedType): Measure {
    this.#expansion += 1;
    if (this.#expansion > deepestExpansion) {
      throw new DomainError('QUERY_TOO_COMPLEX', 'The fragments of the document stand too deep in each other.', {
        limit: 'nesting',
      });
    }
    const selections = set.selections.filter((selection) => this.#isIncluded(selection));
    const byType = Map.groupBy(selections, (selection) => this.#onlyType(selection, parent));
    const measured = [...byType].map(([type, of]) => {
      const measure = of.map((selection) => this.#selection(selection, parent)).reduce(together, nothing);
      return { type, measure };
    });
    const common = measured.filter(({ type }) => type === undefined).map(({ measure }) => measure);
    const either = measured.filter(({ type }) => type !== undefined).map(({ measure }) => measure);
    const total = [...common, either.reduce(alternatively, nothing)].reduce(together, nothing);
    this.#expansion -= 1;
    return total;
  }

  #selection(selection: SelectionNode, parent: GraphQLNamedType): Measure {
    switch (selection.kind) {
      case Kind.FIELD:
        return this.#field(selection, parent);
      case Kind.INLINE_FRAGMENT:
        return this.of(selection.selectionSet, this.#type(selection.typeCondition?.name.value, parent));
      case Kind.FRAGMENT_SPREAD:
        return this.#fragment(selection.name.value, parent);
    }
  }

  /** The one type of objects that a fragment selects of, where others could stand in its place. */
  #onlyType(selection: SelectionNode, parent: GraphQLNamedType): GraphQLNamedType | undefined {
    if (selection.kind === Kind.FIELD) return undefined;
    const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? this.#fragments.get(selection.name.value) : selection;
    const type = this.#type(fragment?.typeCondition?.name.value, parent);
    return type !== parent && isObjectType(type) ? type : undefined;
  }

  #fragment(name: string, parent: GraphQLNamedType): Measure {
    const key = `${name} ${this.#past?.relation}`;
    const known = this.#measured.get(key);
    if (known) return known;
    const fragment = this.#fragments.get(name);
    if (!fragment) return nothing;
    const measure = this.of(fragment.selectionSet, this.#type(fragment.typeCondition.name.value, parent));
    this.#measured.set(key, measure);
    return measure;
  }

  #field(node: FieldNode, parent: GraphQLNamedType): Measure {
    const aliases = node.alias ? 1 : 0;
    const leaf = { ...nothing, depth: 1, fields: 1, aliases, cost: 1, input: argumentSize(node, this.sizes) };
    const field = fieldOf(parent, node.name.value);
    const around = this.#past;
    const search = field ? this.#enterInstant(field, node) : 0;
    const past = field && this.#past ? search + pastCost(field, this.#past) : 0;
    const more = past + (field ? ownCost(field) : 0);
    if (!field || !node.selectionSet) {
      this.#past = around;
      return { ...leaf, cost: 1 + more };
    }

    const type = getNamedType(field.type);
    if (field.extensions.past === true) this.#past = costsOfSnapshots;
    const below = this.of(node.selectionSet, type);
    this.#past = around;
    // Introspection reads no records, and graphql-js limits its depth.
    if (isIntrospectionType(type)) return { ...leaf, aliases: aliases + below.aliases, aliasesBelow: below.aliases };
    const times = this.#answered(field, node, type);
    const cost = 1 + more + bounded(times.once * below.cost + times.items * below.items);
    const input = bounded(leaf.input + times.once * below.input + times.items * below.itemInput);
    const isItem = itemFields.has(node.name.value);
    return {
      depth: 1 + below.depth,
      fields: 1,
      aliases: aliases + below.aliases,
      aliasesBelow: below.aliases,
      cost: isItem ? 0 : cost,
      items: isItem ? cost : 0,
      input: isItem ? 0 : input,
      itemInput: isItem ? input : 0,
    };
  }

  /** @returns what it costs that a field looks for its records among all of an instant */
  #enterInstant(field: GraphQLField<unknown, unknown>, node: FieldNode): number {
    if (!field.args.some(({ name }) => name === asOfArgument)) return 0;
    const values = getArgumentValues(field, node, this.variables);
    if (!instantOfArguments(values)) return 0;
    this.#past = costsAsOf;
    return values['filter'] || values['orderBy'] ? costOfSearch : 0;
  }

  /** How often what stands below a field is answered, and what stands below the items of its page. */
  #answered(field: GraphQLField<unknown, unknown>, node: FieldNode, type: GraphQLNamedType) {
    const size = pageSize(field, () => getArgumentValues(field, node, this.variables));
    const once = size ?? mostItems(field, this.mostChanges);
    const isConnection = isObjectType(type) && [...itemFields].some((name) => name in type.getFields());
    return { once: size !== undefined && isConnection ? 1 : once, items: once };
  }

  #isIncluded(node: SelectionNode): boolean {
    const skip = getDirectiveValues(GraphQLSkipDirective, node, this.variables)?.['if'];
    const include = getDirectiveValues(GraphQLIncludeDirective, node, this.variables)?.['if'];
    return skip !== true && include !== false;
  }

  #type(name: string | undefined, parent: GraphQLNamedType): GraphQLNamedType {
    return (name !== undefined && this.schema.getType(name)) || parent;
  }
}

function fieldOf(parent: GraphQLNamedType, name: string): GraphQLField<unknown, unknown> | undefined {
  if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
  if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

/** What a field costs besides itself wherever it stands: what `@Extensions({ cost: 10 })` says of it. */
function ownCost({ extensions }: GraphQLField<unknown, unknown>): number {
  return typeof extensions['cost'] === 'number' ? extensions['cost'] : 0;
}

/** @param field of a record of the past, or of what it leads to */
function pastCost(field: GraphQLField<unknown, unknown>, costs: PastCosts): number {
  if (field.name === 'totalCount') return costs.totalCount;
  if (pageSize(field, () => ({})) !== undefined) return costs.page;
  return isObjectType(getNamedType(field.type)) && !partsOfPages.has(field.name) ? costs.relation : 0;
}
