import { AsyncLocalStorage } from 'node:async_hooks';
import type { FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { DomainError } from '../../versioning/index.js';
import type { AnswersInFlight } from './answers-in-flight.js';

/** What the log line and the metrics say of a request; filled in on its way. Never a value, a token or a secret. */
export class RequestRecord {
  operationName?: string;
  operationType?: string;
  tenant?: string;
  /** What came of its operation, where that has been executed and is only to be told. */
  executed?: ExecutionResult;
  /** The HTTP request held no GraphQL request that could be understood. */
  malformed = false;
  readonly errorCodes = new Set<string>();
  /** Errors that the log already has: one failure can surface in several fields. */
  readonly logged = new WeakSet<Error>();

  readonly #gone = new AbortController();
  #giveBack = (): void => undefined;
  #isReleased = false;

  constructor(readonly requestId: string) {}

  /** Aborted when nobody waits for the answer any more. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** The client has closed its connection. */
  abandon(): void {
    this.#gone.abort(new DomainError('UNAVAILABLE', 'The client left before it was answered.'));
  }

  /**
   * Takes room for the answer, in place of what was taken before: an operation can be run again. An operation that ends
   * after its client has left takes none, for nobody would give it back.
   */
  reserve(inFlight: AnswersInFlight, caller: string, bytes: number): void {
    this.#giveBack();
    if (!this.#isReleased) this.#giveBack = inFlight.reserve(caller, bytes);
  }

  /** Gives the answer's room back, now and from now on: it has been read, or nobody will. */
  release(): void {
    this.#isReleased = true;
    this.#giveBack();
  }
}

/** The records of the requests in flight. */
export class RequestRecords {
  readonly #byRequest = new WeakMap<FastifyRequest, RequestRecord>();
  // Apollo formats errors without saying for which request.
  readonly #current = new AsyncLocalStorage<RequestRecord>();

  /** The record of a request, made at the first call. */
  of(request: FastifyRequest): RequestRecord {
    const known = this.#byRequest.get(request);
    if (known) return known;
    const record = new RequestRecord(request.id);
    this.#byRequest.set(request, record);
    return record;
  }

  /** Does the work of a request in such a way that {@link current} finds its record. */
  async during<T>(request: FastifyRequest, work: () => Promise<T>): Promise<T> {
    return this.#current.run(this.of(request), work);
  }

  /**
   * The record of the request that is being worked on.
   *
   * @throws Error outside of {@link during}
   */
  current(): RequestRecord {
    const record = this.#current.getStore();
    if (!record) throw new Error('No request is being worked on.');
    return record;
  }
}
