import type { FastifyReply, FastifyRequest } from 'fastify';
import { type DocumentNode, getOperationAST, type OperationDefinitionNode } from 'graphql';
import type { GatewayExecutor } from './apollo.js';
import type { Callers } from '../request/callers.js';
import type { CheckedSources } from '../limits/checked-sources.js';
import type { RequestRecords } from '../log/request-record.js';

export interface DirectAnswerOptions {
  readonly executor: GatewayExecutor;
  readonly callers: Callers;
  readonly records: RequestRecords;
  readonly sources: CheckedSources;
}

interface Asked {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly variables: Record<string, unknown>;
}

/** Media types that are remembered, by the Accept header that they answer, and how long one is. */
const mostTypes = 100;
const longestAccept = 200;

/**
 * Answers what comes in its usual form, of a document that Apollo has parsed and validated before, and succeeds: for all
 * that Apollo does around that, the answer is the same. All else is Apollo's, also to tell errors of what was executed here.
 */
export class DirectAnswers {
  readonly #types = new Map<string | undefined, string>();

  constructor(private readonly options: DirectAnswerOptions) {}

  /** Notes how Apollo has answered: with what is valid, and in which media type. */
  note({ headers: { accept } }: FastifyRequest, reply: FastifyReply): void {
    const type = reply.getHeader('content-type');
    if (reply.statusCode !== 200 || typeof type !== 'string' || (accept?.length ?? 0) > longestAccept) return;
    if (this.#types.size >= mostTypes) this.#types.clear();
    this.#types.set(accept, type);
  }

  /** @returns the body; undefined where Apollo is to answer */
  async answer(request: FastifyRequest, reply: FastifyReply): Promise<string | undefined> {
    const { executor, callers, records } = this.options;
    const type = this.#types.get(request.headers.accept);
    const asked = type === undefined ? undefined : this.#askedBy(request);
    if (!asked || !callers.areKnown(request)) return undefined;
    const context = callers.contextOf(request);
    const record = records.of(request);
    record.tenant = context.claims?.organizationId;
    const { variables, ...of } = asked;
    const result = await executor({ ...of, request: { variables }, context } as never);
    if (result.errors) {
      record.executed = result;
      return undefined;
    }
    void reply.header('content-type', type);
    const { data, extensions } = result;
    return `${JSON.stringify({ data, extensions })}\n`;
  }

  #askedBy({ method, body }: FastifyRequest): Asked | undefined {
    if (method !== 'POST' || typeof body !== 'object' || body === null) return undefined;
    const { query, variables, operationName, extensions } = body as Readonly<Record<string, unknown>>;
    if (typeof query !== 'string' || !isAbsentOr(operationName, isName)) return undefined;
    if (!isAbsentOr(variables, isRecord) || !isAbsentOr(extensions, isIgnored)) return undefined;
    const document = this.options.sources.validDocument(query);
    const operation = document && getOperationAST(document, operationName as string | null);
    return operation ? { document, operation, variables: (variables ?? {}) as Record<string, unknown> } : undefined;
  }
}

function isAbsentOr(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || value === null || is(value);
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Extensions of the request that Apollo makes nothing of. */
function isIgnored(value: unknown): boolean {
  return isRecord(value) && !('persistedQuery' in value);
}
