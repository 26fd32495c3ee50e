import type { MikroORM } from '@mikro-orm/postgresql';
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { Claimant } from '../limits/fair-share.js';
import type { OperationShape } from './operation-shape.js';
import type { RequestContext } from '../request/request-context.js';

/** An operation that has been validated and is within the limits, ready to be executed in a transaction. */
export interface OperationRequest {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** As they came: the execution coerces them. */
  variables: Record<string, unknown>;
  /** The same, coerced, defaults filled in. */
  coerced: Record<string, unknown>;
  shape: OperationShape;
  context: RequestContext;
  orm: MikroORM;
  /** Works on the database when it is the turn of whom the operation works for. */
  inTurn: <T>(of: Claimant, work: () => Promise<T>) => Promise<T>;
  /** How much it may read and answer. */
  answerBytes: number;
  /** Ends it, as its deadline would: the statement under way is cancelled, and no other begins. */
  end: (reason: Error) => void;
  /**
   * Takes room for an answer of so many bytes, before anything is committed.
   *
   * @throws DomainError RATE_LIMITED where there is none
   */
  reserve: (bytes: number) => void;
}

/** Executes an operation; failures of fields are in the result, failures of the whole may be thrown. */
export type RunOperation = (request: OperationRequest) => Promise<ExecutionResult>;
