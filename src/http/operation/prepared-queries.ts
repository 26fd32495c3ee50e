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
import { preparedBytes } from './prepared-bytes.js';
import { selectedReading } from './selected-reading.js';

/** What executions of one shape have in common. */
interface Prepared {
  readonly plan: ReadPlan;
  readonly query: PreparedQuery;
  /** That it takes in memory. */
  readonly bytes: number;
}

/** A query with what it reads, for one execution. */
export interface BoundQuery extends Prepared {
  readonly binding: Binding;
  readonly statements: ReturnType<ReadPlan['statements']>;
}

/** In bytes. */
const mostPrepared = 64 * 1024 * 1024;

/** Null where the fields do not say what they read. */
const prepared = new ByShape<Prepared | null>(mostPrepared, (made) => made?.bytes ?? 0);

/** About 2 MB at most. */
const types = new KnownTypes(10_000);

/**
 * How a query is executed in one trip to the database. That is worked out once for each shape of its variables, and kept as
 * long as there is room for it.
 *
 * @param claims for whom it reads
 * @returns undefined where it is to be run in a transaction that stays open: its fields do not say all that they read, or
 *   their arguments do not fit, which is for the fields to say
 */
export function bindQuery(request: OperationRequest, claims: Pick<Claims, 'organizationId'>): BoundQuery | undefined {
  const { schema, document, operation, coerced: variables } = request;
  const binding = new Binding(variables, types.within(claims.organizationId));
  const one: PlannedOperation = { schema, document, operation, variables };
  try {
    return boundFor(request, binding, one);
  } catch (error) {
    if (error instanceof DomainError || error instanceof GraphQLError) return undefined;
    throw error;
  }
}

function boundFor(request: OperationRequest, binding: Binding, one: PlannedOperation): BoundQuery | undefined {
  const { operation, shape } = request;
  const { parameters } = shape;
  try {
    return bound(
      prepared.of(operation, shape, () => prepare(request, { ...one, parameters })),
      binding,
    );
  } catch (error) {
    if (error instanceof OtherShape) return bound(prepare(request, one), binding);
    throw error;
  }
}

function bound(made: Prepared | null, binding: Binding): BoundQuery | undefined {
  return made ? { ...made, binding, statements: made.plan.statements(binding) } : undefined;
}

function prepare({ orm, schema, document }: OperationRequest, operation: PlannedOperation): Prepared | null {
  const reading = selectedReading(schema, document);
  const context = { metadata: orm.getMetadata(), platform: orm.em.getPlatform(), reading };
  const plan = planReads(operation, context);
  return plan ? { plan, query: new PreparedQuery(operation), bytes: preparedBytes(operation, plan) } : null;
}
