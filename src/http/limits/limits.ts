import { OperationTypeNode, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Config } from '../../config.js';
import { DomainError } from '../../versioning/index.js';
import { OperationMeasure } from './operation-measure.js';
import type { VariableSizes } from './variable-sizes.js';

/** A mutation operation changes many records under aliases; its root fields have a bound of their own. */
const mostMutationFields = 300;

/** In characters: a query's arguments are printed, hashed and compared, several times each. */
const mostQueryInput = 1_000_000;

const smaller = ': ask for fewer items by `first`, or leave fields out';

/** What an operation may be, and what of it only the database tells. */
export type OperationLimits = Pick<Config['limits'], 'depth' | 'aliases' | 'cost' | 'bodyBytes'> & {
  /** As many fields as one change of a record can change. */
  readonly changes: number;
};

/**
 * Refuses an operation that is too deep, too wide or too costly before it is executed. Aliases are limited for a whole
 * query, and for each root field of a mutation.
 *
 * @param variables the coerced ones, so that a page size in a variable counts like one in the text
 * @param sizes how long they are
 * @throws DomainError QUERY_TOO_COMPLEX, with the limit's name, the size and what is allowed
 * @throws GraphQLError for an argument that does not fit its type
 */
export function checkLimits(
  limits: OperationLimits,
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Record<string, unknown>,
  sizes: VariableSizes,
): void {
  const root = schema.getRootType(operation.operation);
  if (!root) return;
  const measure = new OperationMeasure(schema, document, variables, limits.changes, sizes).of(
    operation.selectionSet,
    root,
  );
  const isMutation = operation.operation === OperationTypeNode.MUTATION;

  check('depth', 'levels deep', measure.depth, limits.depth);
  if (isMutation) check('fields', 'mutation fields wide', measure.fields, mostMutationFields);
  check('aliases', 'aliases wide', isMutation ? measure.aliasesBelow : measure.aliases, limits.aliases);
  check('cost', 'fields large at most', measure.cost + measure.items, limits.cost, smaller);
  // A mutation may write what one body holds, but not many times.
  const mostInput = isMutation ? limits.bodyBytes : mostQueryInput;
  check('input', 'characters of input long', measure.input + measure.itemInput, mostInput);
}

/** @param advice what the client can do, as the end of the sentence */
function check(limit: string, unit: string, size: number, allowed: number, advice = ''): void {
  if (size <= allowed) return;
  throw new DomainError('QUERY_TOO_COMPLEX', `The operation is ${size} ${unit}; the limit is ${allowed}${advice}.`, {
    limit,
    size,
    allowed,
  });
}
