import { IsolationLevel } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { execute, type ExecutionResult, GraphQLError, OperationTypeNode } from 'graphql';
import { authorize } from '../../auth/access.js';
import type { Claims } from '../../auth/claims.js';
import type { Principal } from '../../auth/principal.js';
import { Role } from '../../auth/role.js';
import { knownRole, presentRole, refusalOfSession } from '../../tenancy/session-connection.js';
import { claimsSession, tenantSession } from '../../tenancy/tenant-session.js';
import {
  Actor,
  ActorKind,
  appendAuditEntry,
  type Changes,
  ChangeSource,
  currentBounds,
  DomainError,
  HistoryNotes,
  HistoryReader,
  Loaders,
  recordChanges,
  RecordReader,
  sqlState,
  SqlState,
  withBounds,
  withHistoryNotes,
} from '../../versioning/index.js';
import { announcedChanges } from './announced-changes.js';
import { answering } from './answering.js';
import { refusalOf } from '../errors/format-error.js';
import { type MutationInputs, mutationInputs } from './mutation-inputs.js';
import type { OperationContext } from './operation-context.js';
import type { OperationRequest } from './operation-request.js';
import { runPlannedQuery } from './planned-query.js';
import { selectedReading } from './selected-reading.js';

/**
 * Runs an operation in one transaction for the caller's tenant: a query sees one consistent snapshot, read-only; a
 * mutation operation is one change set, and all of its fields commit or none. The transaction begins by asking whether
 * the token still counts; what it says is not used before. An anonymous operation gets no transaction and so no tenant
 * and no rows, nor does one that works in transactions of its own.
 *
 * @throws InvalidToken where the token counts no more
 */
export async function runOperation(request: OperationRequest): Promise<ExecutionResult> {
  const notes = new HistoryNotes();
  // Also around what a change that failed is compared with.
  const result = await withHistoryNotes(notes, () => runFor(request, notes));
  const { extensions } = notes;
  return extensions ? { ...result, extensions } : result;
}

async function runFor(request: OperationRequest, notes: HistoryNotes): Promise<ExecutionResult> {
  const { claims } = request.context;
  const { schema, document, operation, coerced } = request;
  const isMutation = operation.operation === OperationTypeNode.MUTATION;
  const inputs = isMutation ? mutationInputs(schema, document, operation, coerced) : undefined;
  if (!claims || inputs?.ownTransactions) return executeIn({ request, notes, em: request.orm.em.fork() });
  const claimant = { organization: claims.organizationId, principal: claims.userId };
  return request.inTurn(claimant, async () => {
    const result = inputs
      ? await runMutation({ request, notes, em: emFor(request, claims, inputs, rolesForAll(inputs)), claims }, inputs)
      : await runQuery(request, notes, claims);
    // In the same turn: it takes a connection, too.
    if (result.errors?.some((error) => refusalOf(error).code === 'FORBIDDEN')) await noteRefusal(request, claims);
    return result;
  });
}

async function noteRefusal({ orm, context: { requestId } }: OperationRequest, claims: Claims): Promise<void> {
  const log = orm.em.fork({ session: tenantSession(claims.organizationId) });
  const actor = new Actor(ActorKind.USER, claims.userId);
  await appendAuditEntry(log, { action: 'access.refused', actor, requestId });
}

/** An operation, and where it is executed. */
interface Execution {
  readonly request: OperationRequest;
  readonly notes: HistoryNotes;
  readonly em: SqlEntityManager;
  readonly claims?: Claims;
  readonly changes?: Changes;
}

/** Where a query does not say all that it reads, it has a transaction that stays open. */
async function runQuery(request: OperationRequest, notes: HistoryNotes, claims: Claims): Promise<ExecutionResult> {
  const answered = await runPlannedQuery(request, notes, claims);
  return answered ?? runInTransaction({ request, notes, em: emFor(request, claims), claims });
}

/** @param writers for whom more than reading is possible; absent: for all */
function emFor(
  { orm }: OperationRequest,
  claims: Claims,
  inputs?: MutationInputs,
  writers?: readonly Role[],
): SqlEntityManager {
  return orm.em.fork({ session: claimsSession(claims, inputs?.named, writers) });
}

/** Runs a query whose fields read when they are executed; what several of a kind read, together. */
export async function runInTransaction(execution: Execution): Promise<ExecutionResult> {
  const { em } = execution;
  const over = new AbortController();
  const { signal } = currentBounds();
  const until = signal ? AbortSignal.any([signal, over.signal]) : over.signal;
  await em.begin({ isolationLevel: IsolationLevel.REPEATABLE_READ, readOnly: true });
  try {
    const result = await withBounds({ signal: until }, () => executeIn(execution));
    // The token may count no more, and whoever has read nothing has not been told.
    await presentRole(em);
    return result;
  } finally {
    // A field that fails early ends the execution, while others are still at it: they would go on outside of the transaction.
    over.abort(new Error('The operation is over.'));
    await Promise.allSettled([em.rollback()]);
  }
}

/** Thrown to roll back; its cause decides whether the operation is run again. */
class FieldFailed extends Error {
  constructor(readonly errors: readonly GraphQLError[]) {
    super('A field of the operation failed.', { cause: errors[0]!.originalError ?? errors[0] });
  }
}

/** Thrown where the role may ask for some fields and not for all: those before the first that it may not have their say. */
class PartlyRefused extends Error {}

function rolesForAll({ access }: MutationInputs): readonly Role[] {
  return Object.values(Role).filter((role) => access.every((roles) => roles.includes(role)));
}

/**
 * Runs a mutation operation. Nothing is locked or changed ahead for a role that may not ask for all of its fields: where it
 * may ask for none, they say so; else they are run one by one.
 */
async function runMutation(
  execution: Execution & { readonly claims: Claims },
  inputs: MutationInputs,
  isOneByOne = false,
): Promise<ExecutionResult> {
  const { em, claims } = execution;
  const { context } = execution.request;
  let failed: FieldFailed | undefined;
  const change = {
    actor: new Actor(ActorKind.USER, claims.userId),
    role: knownRole,
    source: ChangeSource.API,
    reason: inputs.reason,
    requestId: context.requestId,
    operationName: context.operationName ?? null,
    inquiry: tenantSession(claims.organizationId),
  };
  try {
    return await recordChanges(em, change, async (changes) => {
      // Of an attempt before, whose failure is not this one's.
      failed = undefined;
      if (!isOneByOne && (await mayAll(changes, inputs))) {
        await changes.changeAhead(announcedChanges(execution.request));
      }
      const result = await executeIn({ ...execution, em: changes.em, changes });
      failed = result.errors?.length ? new FieldFailed(withoutEchoes(result.errors)) : undefined;
      if (failed) throw failed;
      return result;
    });
  } catch (error) {
    if (error instanceof PartlyRefused) {
      return runMutation({ ...execution, em: emFor(execution.request, claims, inputs) }, inputs, true);
    }
    if (error === failed) return { data: null, errors: failed!.errors };
    if (error instanceof DomainError) return { data: null, errors: [located(error, failed)] };
    throw error;
  }
}

/**
 * Locks what an operation will change, in the message that tells the role, which cannot where that may not ask for all.
 *
 * @returns whether it may; not where it may ask for nothing
 * @throws PartlyRefused where it may ask for something
 */
async function mayAll(changes: Changes, inputs: MutationInputs): Promise<boolean> {
  const all = rolesForAll(inputs);
  try {
    await changes.lockAhead(inputs.locks, inputs);
  } catch (error) {
    const refusal = refusalOfSession(changes.em);
    if (refusal) throw refusal;
    const isReadOnly = sqlState(error) === SqlState.readOnlyTransaction;
    if (!isReadOnly || all.includes(knownRole(changes.em))) throw error;
  }
  const role = await presentRole(changes.em);
  if (all.includes(role)) return true;
  if (inputs.access.some((roles) => roles.includes(role))) throw new PartlyRefused();
  return false;
}

/** Once a statement has failed, PostgreSQL refuses the rest of the transaction: those errors say nothing of their own. */
function withoutEchoes(errors: readonly GraphQLError[]): readonly GraphQLError[] {
  const causes = errors.filter((error) => sqlState(error.originalError) !== SqlState.failedTransaction);
  return causes.length > 0 ? causes : errors;
}

function located(error: DomainError, failed: FieldFailed | undefined): GraphQLError {
  const { nodes, path } = failed?.errors[0] ?? {};
  return new GraphQLError(error.message, { originalError: error, nodes: nodes ?? null, path: path ?? null });
}

async function executeIn({ request, notes, em, claims, changes }: Execution): Promise<ExecutionResult> {
  const { schema, document, operation, variables, context, orm } = request;
  const records = new RecordReader(em);
  const history = new HistoryReader(em);
  const selecting = new RecordReader(em, null, selectedReading(schema, document));
  const loaders = new Loaders(orm.getMetadata(), { em, records, history, selecting });
  const { claims: _, ...known } = context;
  const contextValue: OperationContext = {
    ...known,
    ...(claims && { principal: principalIn(em, claims) }),
    orm,
    em,
    records,
    history,
    loaders,
    ...(changes && { changes }),
    authorize: (word) => authorize(contextValue, word),
  };
  const operationName = operation.name?.value ?? null;
  return answering(request, notes, async () =>
    execute({ schema, document, contextValue, variableValues: variables, operationName }),
  );
}

/** Who works in a transaction that has begun for her claims. */
function principalIn(em: SqlEntityManager, { userId, organizationId }: Claims): Principal {
  return { userId, organizationId, role: () => presentRole(em) };
}
