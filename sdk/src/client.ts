import { Calls, type Request } from './calls.js';
import type { CallOptions, ClientOptions } from './client-options.js';
import type { Connection, PageVariables } from './connection.js';
import { createApi, steps } from './generated/api.js';
import { paginate } from './paginate.js';
import type { Payloads, Step } from './step.js';
import { transactionOperation } from './transaction.js';
import { createTransport } from './transport.js';
import type { TypedDocument } from './typed-document.js';

/** The functions for all operations, by record type and name. */
export type Api = ReturnType<typeof createApi>;

/**
 * A client of one server. Everything rejects with {@link PalimpsestError}, or with the reason of an aborted signal;
 * variables that JSON cannot hold exactly are a TypeError.
 */
export interface Client extends Api {
  /** Sends a document of your own. */
  readonly request: Request;

  /**
   * Walks through the connection that a document of your own asks for, page after page.
   *
   * @param connection finds it in the answer; null has no items
   */
  paginate<TResult, TVariables extends PageVariables, TNode>(
    document: TypedDocument<TResult, TVariables>,
    variables: TVariables,
    connection: (data: TResult) => Connection<TNode> | null | undefined,
    options?: CallOptions,
  ): AsyncGenerator<TNode, void, undefined>;

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
}

/** Makes a client. It connects with the first call and needs no closing. */
export function createClient(options: ClientOptions): Client {
  const send = createTransport(options);
  const request: Request = async <TResult, TVariables>(
    document: TypedDocument<TResult, TVariables>,
    variables: TVariables,
    callOptions?: CallOptions,
  ) => (await send(document.toString(), variables, callOptions)) as TResult;

  return {
    ...createApi(new Calls(request)),
    request,
    paginate: (document, variables, connection, callOptions) =>
      paginate(variables, async (position) => {
        return connection(await request(document, { ...variables, ...position }, callOptions));
      }),
    async transaction<const TSteps extends readonly Step[]>(
      reason: string | undefined,
      build: (change: typeof steps) => TSteps,
      callOptions?: CallOptions,
    ) {
      const planned = build(steps);
      if (planned.length === 0) return [] as unknown as Payloads<TSteps>;
      const { document, variables, aliases } = transactionOperation(planned, reason);
      const data = (await send(document, variables, callOptions)) as Record<string, unknown>;
      return aliases.map((alias) => data[alias]) as unknown as Payloads<TSteps>;
    },
  };
}
