import { GraphQLError } from 'graphql';
import {
  Binding,
  DomainError,
  KnownTypes,
  OtherShape,
  planReads,
  type PlannedOperation,
  type ReadPlan,
} from '../../versioning/index.js';
import type { Claims } from '../../auth/claims.js';
import { ByShape } from './by-shape.js';
import { PreparedQuery } from '../execution/prepared-query.js';
import type { OperationRequest } from './operation-request.js';
import { selectedReading } from './selected-reading.js';

/** What executions of one shape have in common. */
interface Prepared {
  /** Absent where its fields do not say what they read. */
  readonly plan: ReadPlan | undefined;
  readonly query: PreparedQuery;
}

/** A query with what it reads, for one execution. */
export interface BoundQuery {
  readonly query: PreparedQuery;
  readonly plan: ReadPlan;
  readonly binding: Binding;
  readonly statements: ReturnType<ReadPlan['statements']>;
}

const prepared = new ByShape<Prepared>();

/** About 2 MB at most. */
const types = new KnownTypes(10_000);

/**
 * How a query is executed in one trip to the database. That is worked out once for each shape of its variables, and kept
 * for as long as its document is.
 *
 * @param claims for whom it reads
 * @returns undefined where it is to be run in a transaction that stays open: its fields do not say all that they read, or
 *   their arguments do not fit, which is for the fields to say
 */
export function bindQuery(request: OperationRequest, claims: Pick<Claims, 'organizationId'>): BoundQuery | undefined {
  const { schema, document, operation, coerced: variables, shape } = request;
  const binding = new Binding(variables, types.within(claims.organizationId));
  const one: PlannedOperation = { schema, document, operation, variables };
  try {
    const { parameters } = shape;
    return bound(
      prepared.of(operation, shape, () => prepare(request, { ...one, parameters })),
      binding,
    );
  } catch (error) {
    if (error instanceof OtherShape) return bound(prepare(request, one), binding);
    if (error instanceof DomainError || error instanceof GraphQLError) return undefined;
    throw error;
  }
}

function bound({ plan, query }: Prepared, binding: Binding): BoundQuery | undefined {
  return plan && { plan, query, binding, statements: plan.statements(binding) };
}

function prepare({ orm, schema, document }: OperationRequest, operation: PlannedOperation): Prepared {
  const reading = selectedReading(schema, document);
  const context = { metadata: orm.getMetadata(), platform: orm.em.getPlatform(), reading };
  return { plan: planReads(operation, context), query: new PreparedQuery(operation) };
}
