import { Calls, type Request } from './calls.js';
import type { CallOptions, ClientOptions } from './client-options.js';
import type { Connection, PageVariables } from './connection.js';
import { createApi, steps } from './generated/api.js';
import type { AsOf } from './generated/graphql.js';
import { anInstant, changesNothing, requestsAsOf, type Timeless } from './instant-requests.js';
import { paginate } from './paginate.js';
import type { PastClient } from './past-client.js';
import type { Payloads, Step } from './step.js';
import { transactionOperation } from './transaction.js';
import { createTransport, type Send } from './transport.js';
import type { TypedDocument } from './typed-document.js';
import { undo, type Undone, type UndoOptions } from './undo.js';

/** The functions for all operations, by record type and name. */
export type Api = ReturnType<typeof createApi>;

/**
 * Sends documents of your own, or those of the SDK that you import one by one: a bundle then holds no others.
 * Everything rejects with {@link PalimpsestError}, or with the reason of an aborted signal; variables that JSON cannot
 * hold exactly are a TypeError.
 */
export interface DocumentClient {
  /** Sends a document. */
  readonly request: Request;

  /**
   * The same client, whose reads are of an instant: a moment, the state right after a change set, or what a query saw. It sends
   * `$asOf` with documents that declare it. Whatever changes something rejects with a TypeError, and so do documents of your
   * own without `$asOf`, and variables that name another instant.
   *
   * @param timeless what becomes of queries without `$asOf`: refused, or sent, since what they ask is the same at all instants
   * @throws TypeError for what does not name one instant
   */
  at(instant: AsOf, timeless?: Timeless): DocumentClient;

  /**
   * Walks through the connection that a document asks for, page after page.
   *
   * @param connection finds it in the answer; null has no items
   */
  paginate<TResult, TVariables extends PageVariables, TNode>(
    document: TypedDocument<TResult, TVariables>,
    variables: TVariables,
    connection: (data: TResult) => Connection<TNode> | null | undefined,
    options?: CallOptions,
  ): AsyncGenerator<TNode, void, undefined>;
}

/** A client of one server, with a function for each of its operations. It rejects as {@link DocumentClient} does. */
export interface Client extends Omit<Api, 'undo'>, DocumentClient {
  /**
   * As {@link DocumentClient.at}. Functions whose queries take no instant, such as `blame`, `history`, `changeSets` and
   * `undoPlan`, are not in its type, and reject with a TypeError, since they would be answered as of now.
   */
  at(instant: AsOf): PastClient;

  /**
   * Makes several changes in one mutation operation: one transaction, of which all or nothing happens, and one change
   * set.
   *
   * @param reason why, kept with the change set; undefined for none
   * @param build gives the changes in the order in which they are made
   * @returns what each answers, in the same order
   */
  transaction<const TSteps extends readonly Step[]>(
    reason: string | undefined,
    build: (change: typeof steps) => TSteps,
    options?: CallOptions,
  ): Promise<Payloads<TSteps>>;

  /**
   * Undoes a change set, as a change set of its own: plans, and makes the plan. `undoPlan` shows the plan beforehand.
   *
   * @param changeSet its id
   * @returns the change set that the undo is, and the plan that it followed
   * @throws TypeError for an option that there is not; UndoRefused with the plan, where something blocks it or has been changed since and nobody says what to do;
   *   PalimpsestError with the code PLAN_STALE where somebody was faster
   */
  undo(changeSet: string, undoOptions?: UndoOptions, options?: CallOptions): Promise<Undone>;
}

/** Makes a client of documents alone, the smallest there is. It connects with the first call and needs no closing. */
export function createDocumentClient(options: ClientOptions): DocumentClient {
  return documentClient(requestOf(createTransport(options)));
}

/** Makes a client. It connects with the first call and needs no closing. */
export function createClient(options: ClientOptions): Client {
  const send = createTransport(options);
  return clientOf(send, requestOf(send));
}

/** @param asOf the instant of what it reads; none is the present */
function clientOf(send: Send, request: Request, asOf?: AsOf): Client {
  const api = createApi(new Calls(asOf ? requestsAsOf(request, asOf, 'refused') : request));
  return {
    ...api,
    ...documentClient(request, asOf),
    at: (instant) => clientOf(send, request, anInstant(instant)),
    async undo(changeSet, undoOptions = {}, callOptions) {
      if (asOf) throw changesNothing();
      return undo(api, changeSet, undoOptions, callOptions);
    },
    async transaction<const TSteps extends readonly Step[]>(
      reason: string | undefined,
      build: (change: typeof steps) => TSteps,
      callOptions?: CallOptions,
    ) {
      if (asOf) throw changesNothing();
      const planned = build(steps);
      if (planned.length === 0) return [] as unknown as Payloads<TSteps>;
      const { document, variables, aliases } = transactionOperation(planned, reason);
      const data = (await send(document, variables, callOptions)) as Record<string, unknown>;
      return aliases.map((alias) => data[alias]) as unknown as Payloads<TSteps>;
    },
  };
}

function requestOf(send: Send): Request {
  return async <TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    variables: TVariables,
    options?: CallOptions,
  ) => (await send(document.toString(), variables, options)) as TResult;
}

/** @param sent the requests of the present */
function documentClient(sent: Request, asOf?: AsOf, timeless: Timeless = 'refused'): DocumentClient {
  const request = asOf ? requestsAsOf(sent, asOf, timeless) : sent;
  return {
    request,
    at: (instant, others) => documentClient(sent, anInstant(instant), others),
    paginate: (document, variables, connection, options) =>
      paginate(variables, async (position) => {
        return connection(await request(document, { ...variables, ...position }, options));
      }),
  };
}
