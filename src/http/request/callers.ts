import type { FastifyRequest } from 'fastify';
import { createRequestContext, type RequestContext, type Tokens } from './request-context.js';

/** Who sent the requests in flight. It is found out before their bodies are read, and said when they are answered. */
export class Callers {
  readonly #found = new WeakMap<FastifyRequest, PromiseSettledResult<RequestContext>>();

  constructor(private readonly tokens: Tokens) {}

  /** Finds out who sent a request. A bad token is no error yet: Apollo's answer will say so. */
  async find(request: FastifyRequest): Promise<void> {
    const [found] = await Promise.allSettled([createRequestContext(this.tokens, request)]);
    this.#found.set(request, found);
  }

  /** Whether a request came with a valid token. */
  areKnown(request: FastifyRequest): boolean {
    const found = this.#found.get(request);
    return found?.status === 'fulfilled' && found.value.claims !== undefined;
  }

  /**
   * What resolvers may know of a request.
   *
   * @throws InvalidToken, KeysUnavailable as {@link createRequestContext} did
   */
  contextOf(request: FastifyRequest): RequestContext {
    const found = this.#found.get(request);
    if (found?.status === 'fulfilled') return found.value;
    throw found?.reason ?? new Error('Nobody looked who sent this request.');
  }
}
