import type { PostgreSqlConnection } from '@mikro-orm/postgresql';
import type { DocumentNode, ExecutionResult } from 'graphql';
import { authorize } from '../../auth/access.js';
import type { Claims } from '../../auth/claims.js';
import { InvalidToken } from '../../auth/auth-error.js';
import type { Role } from '../../auth/role.js';
import { readTogether } from '../../tenancy/read-together.js';
import { currentBounds, type HistoryNotes, isLasting, Loaders, ReadAhead, sqlState } from '../../versioning/index.js';
import { answering } from './answering.js';
import { Experience } from './experience.js';
import type { OperationContext } from './operation-context.js';
import type { OperationRequest } from './operation-request.js';
import { type BoundQuery, bindQuery } from './prepared-queries.js';

/** What has been read, and what becomes of those who ask for more. */
interface Reading {
  readonly ahead: ReadAhead;
  readonly role: () => Promise<Role>;
  readonly unread: (what: string) => never;
}

/** Of documents whose fields have asked for more. */
const experiences = new WeakMap<DocumentNode, Experience>();

/**
 * Runs a query whose fields say what they read, in one trip to the database: all is read in one message, in one snapshot,
 * and then its fields are executed on that. Where a field asks for something else after all, nothing of it is used.
 *
 * @returns undefined where it is to be run in a transaction that stays open
 * @throws InvalidToken where the token counts no more
 */
export async function runPlannedQuery(
  request: OperationRequest,
  notes: HistoryNotes,
  claims: Claims,
): Promise<ExecutionResult | undefined> {
  const { document } = request;
  const { organizationId } = claims;
  if (experiences.get(document)?.ask(organizationId) === false) return undefined;
  const bound = bindQuery(request, claims);
  if (!bound) return undefined;
  return answering(request, notes, async () => {
    const reading = await read(request, claims, bound);
    if (!reading) return undefined;
    const result = await bound.query.execute(contextOf(request, claims, reading), request.coerced);
    if (!reading.ahead.isMissing) return result;
    noteMiss(document, organizationId);
    return undefined;
  });
}

function noteMiss(document: DocumentNode, organization: string): void {
  const experience = experiences.get(document) ?? new Experience();
  experiences.set(document, experience);
  experience.miss(organization);
}

async function read(
  { orm }: OperationRequest,
  claims: Claims,
  { plan, statements, binding }: BoundQuery,
): Promise<Reading | undefined> {
  try {
    const connection = orm.em.getConnection() as PostgreSqlConnection;
    const { role, rows } = await readTogether(connection, claims, statements);
    const ahead = plan.take(rows, binding);
    return { ahead, role: async () => role, unread: (what) => ahead.miss(what) };
  } catch (error) {
    if (error instanceof InvalidToken) throw error;
    currentBounds().signal?.throwIfAborted();
    if (sqlState(error) !== undefined && !isLasting(error)) return undefined;
    // Each field fails with it, where it stands in the answer.
    const fail = (): never => {
      throw error;
    };
    return { ahead: new ReadAhead(), role: async () => fail(), unread: fail };
  }
}

function contextOf(
  { orm, context }: OperationRequest,
  { userId, organizationId }: Claims,
  { ahead, role, unread }: Reading,
): OperationContext {
  const { claims: _, ...known } = context;
  const principal = { userId, organizationId, role };
  const own = {
    ...known,
    principal,
    orm,
    authorize: (word: string) => authorize({ ...known, principal }, word),
    get em() {
      return unread('em');
    },
    get records() {
      return unread('records');
    },
    get history() {
      return unread('history');
    },
    get selecting() {
      return unread('records');
    },
  };
  return Object.assign(own, { loaders: new Loaders(orm.getMetadata(), own, ahead) });
}
