import {
  astFromValue,
  type DocumentNode,
  getNamedType,
  type GraphQLArgument,
  type GraphQLSchema,
  isLeafType,
  isRequiredArgument,
  Kind,
  parse,
  print,
  validate,
  visit,
} from 'graphql';
import { type OperationPlan, planOperations } from './operation-plan.js';
import { type FieldsType, type SchemaField, SchemaShape } from './schema-shape.js';
import { fragmentName, Selection } from './selection.js';

/**
 * Derives the SDK's GraphQL documents: one operation for each plan, and a fragment for each type that operations ask
 * for. A new entity in the schema needs nothing here.
 *
 * @throws GraphQLError for the first place where the derived document does not fit the schema
 */
export function deriveDocuments(schema: GraphQLSchema): DocumentNode {
  const shape = new SchemaShape(schema);
  const selection = new Selection(shape);
  const operations = planOperations(shape).map((plan) => operationText(plan, shape, selection));
  const fragments = Object.values(schema.getTypeMap())
    .filter((type) => 'getFields' in type)
    .map((type) => type as FieldsType)
    .filter((type) => !type.name.startsWith('__') && isSelected(type, shape))
    .map((type) => `fragment ${fragmentName(type)} on ${type.name} { ${selection.body(type)} }`);
  const document = withoutUnused(parse([...operations, ...fragments].join('\n')));
  const [error] = validate(schema, document);
  if (error) throw error;
  return document;
}

function isSelected(type: FieldsType, shape: SchemaShape): boolean {
  if (shape.isRecord(type)) return true;
  const answers = [...shape.queries, ...shape.mutations].map((field) => getNamedType(field.type));
  return answers.some((answer) => answer === type || (shape.isConnection(answer) && shape.nodeOf(answer) === type));
}

function operationText(
  { kind, name, root, connection, isIteration }: OperationPlan,
  shape: SchemaShape,
  selection: Selection,
) {
  const rootArguments = connection
    ? root.args.filter((argument) => isRequiredArgument(argument) || isInstant(argument))
    : root.args;
  const all = [...rootArguments, ...(connection?.args ?? [])];
  const variables = all.length > 0 ? `(${all.map(variableText).join(', ')})` : '';
  const inner = answerText(connection ?? root, isIteration, shape, selection);
  const below = connection ? `{ ${connection.name}${passText(connection.args)} ${inner} }` : inner;
  return `${kind} ${name}${variables} { ${root.name}${passText(rootArguments)} ${below} }`;
}

/** It holds for all that stands below. */
function isInstant({ type }: GraphQLArgument): boolean {
  return getNamedType(type).name === 'AsOf';
}

function answerText(field: SchemaField, isIteration: boolean, shape: SchemaShape, selection: Selection): string {
  const type = getNamedType(field.type);
  if (isLeafType(type)) return '';
  if (!shape.isConnection(type)) return `{ ${selection.spread(shape.fieldsType(field))} }`;
  const pageInfo = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';
  const counted = isIteration ? '' : 'totalCount';
  return `{ nodes { ${selection.spread(shape.nodeOf(type))} } ${pageInfo} ${counted} }`;
}

function variableText({ name, type, defaultValue }: GraphQLArgument): string {
  const literal = defaultValue === undefined ? undefined : astFromValue(defaultValue, type);
  return `$${name}: ${String(type)}${literal ? ` = ${print(literal)}` : ''}`;
}

function passText(args: readonly GraphQLArgument[]): string {
  return args.length > 0 ? `(${args.map(({ name }) => `${name}: $${name}`).join(', ')})` : '';
}

/** Drops connection types' own fragments and others that nothing spreads; repeats, since one may be the other's only use. */
function withoutUnused(document: DocumentNode): DocumentNode {
  const spread = new Set<string>();
  visit(document, { FragmentSpread: ({ name }) => void spread.add(name.value) });
  const definitions = document.definitions.filter(
    (definition) => definition.kind !== Kind.FRAGMENT_DEFINITION || spread.has(definition.name.value),
  );
  if (definitions.length === document.definitions.length) return document;
  return withoutUnused({ ...document, definitions });
}
