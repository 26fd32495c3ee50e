import type { MikroORM } from '@mikro-orm/postgresql';
import { GraphQLError, type ExecutionResult, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { Config } from '../../config.js';
import { DomainError, withBounds } from '../../versioning/index.js';
import type { AnswersInFlight } from '../log/answers-in-flight.js';
import type { GatewayExecutor } from './apollo.js';
import { anonymousRefusal } from '../operation/anonymous-refusal.js';
import { explainChangedTables } from './changed-tables.js';
import { ByShape } from '../operation/by-shape.js';
import { checkInputSize } from '../limits/input-size.js';
import type { FairShare } from '../limits/fair-share.js';
import type { Health } from '../health/health.js';
import { checkLimits, type OperationLimits } from '../limits/limits.js';
import { untilEnd } from '../operation/operation-end.js';
import { operationShape } from '../operation/operation-shape.js';
import type { OperationRequest, RunOperation } from '../operation/operation-request.js';
import { callerKey } from '../request/caller-key.js';
import type { RequestContext } from '../request/request-context.js';
import { requestError } from '../errors/request-error.js';
import type { RequestRecord, RequestRecords } from '../log/request-record.js';
import { checkLiterals } from '../limits/storable-literals.js';
import { VariableSizes } from '../limits/variable-sizes.js';
import { coerceVariables, VariablesRefused } from '../operation/variable-coercion.js';

/** Bytes of shapes that were found to be within the limits. */
const mostMeasured = 4 * 1024 * 1024;

/** Names are for people; a longer one only fills the log. */
const longestName = 100;

export interface ExecutorOptions {
  schema: GraphQLSchema;
  orm: MikroORM;
  health: Pick<Health, 'migrations'>;
  limits: Config['limits'] & OperationLimits;
  /** How long an operation may take as a whole, in milliseconds. */
  deadlineMs: number;
  share: FairShare;
  /** Once it is aborted, the server stops and what is under way is ended. */
  stopping?: AbortSignal;
  runOperation: RunOperation;
  records: RequestRecords;
  inFlight: AnswersInFlight;
}

/**
 * Makes what Apollo calls to execute a valid document: variables, limits, then the operation in its transaction.
 * Everything that fails on the way ends in the result, none of it is thrown.
 */
export function createExecutor(options: ExecutorOptions): GatewayExecutor {
  const { schema, orm, health, limits, deadlineMs, share, stopping, runOperation, records, inFlight } = options;
  const measured = new ByShape<true>(mostMeasured, () => 0);
  return async ({ document, operation, request, context }) => {
    const { executed } = records.current();
    if (executed) return executed;
    try {
      checkOperation(operation);
      const caller = context as RequestContext;
      const operationName = describe(operation, records.current());
      const refusal = anonymousRefusal(schema, operation, caller);
      if (refusal) return refusal;
      const variables = request.variables ?? {};
      checkInputSize(schema, operation, variables);
      const coerced = coerceVariables({ schema, document, operation }, variables);
      checkLiterals(document);
      const shape = operationShape(schema, document, operation, coerced);
      const sizes = new VariableSizes(coerced);
      const check = () => checkLimits(limits, schema, document, operation, coerced, sizes);
      // A shape does not tell how long the values are.
      if (sizes.areShort) measured.of(operation, shape, () => check() ?? true);
      else check();
      const named: RequestContext = {
        ...caller,
        ...(operationName && { operationName }),
      };
      const record = records.current();
      const { gone } = record;
      const reserve = (bytes: number) => record.reserve(inFlight, callerKey(caller), bytes);
      return await untilEnd({ deadlineMs, signals: [gone, ...(stopping ? [stopping] : [])] }, async (signal, end) => {
        const inTurn: OperationRequest['inTurn'] = (claimant, work) => share.run(claimant, signal, work);
        const { answerBytes } = limits;
        const request = {
          schema,
          document,
          operation,
          variables,
          coerced,
          shape,
          context: named,
          orm,
          inTurn,
          answerBytes,
          end,
          reserve,
        };
        const result = await withBounds({ signal }, () => runOperation(request)).catch((error: unknown) => {
          // As the ORM wraps it.
          throw signal.aborted && !(error instanceof DomainError) ? signal.reason : error;
        });
        // Each of its fields would say the same; what was committed in time stays so.
        return signal.aborted && result.errors && !isToldOnce(result.errors, signal.reason)
          ? refused(signal.reason)
          : explainChangedTables(result, () => health.migrations());
      });
    } catch (error) {
      return explainChangedTables(refused(error), () => health.migrations());
    }
  };
}

/** Apollo also calls when it could not choose an operation, and for subscriptions, which nothing here serves. */
function checkOperation(operation: OperationDefinitionNode | undefined): asserts operation {
  if (!operation) {
    throw new DomainError(
      'BAD_USER_INPUT',
      'The document needs one operation, or "operationName" must name one of it.',
    );
  }
  if (operation.operation === 'subscription') {
    throw new DomainError('BAD_USER_INPUT', 'Subscriptions are not supported.');
  }
}

function describe(operation: OperationDefinitionNode, record: RequestRecord): string | undefined {
  record.operationType = operation.operation;
  record.operationName = operation.name?.value.slice(0, longestName);
  return record.operationName;
}

/** What an operation that ended itself says already, as one error. */
function isToldOnce([first, ...others]: readonly GraphQLError[], reason: unknown): boolean {
  return others.length === 0 && first?.originalError === reason;
}

function refused(error: unknown): ExecutionResult {
  if (error instanceof VariablesRefused) return { errors: error.errors };
  if (error instanceof GraphQLError) return { errors: [error] };
  return { errors: [requestError(error)] };
}
