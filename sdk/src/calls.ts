import type { CallOptions } from './client-options.js';
import type { Connection, PageVariables } from './connection.js';
import { paginate } from './paginate.js';
import type { TypedDocument } from './typed-document.js';

/** Sends a typed document and gives its data. */
export type Request = <TResult, TVariables>(
  document: TypedDocument<TResult, TVariables>,
  variables: TVariables,
  options?: CallOptions,
) => Promise<TResult>;

/** Variables, which can be left out where none is required, and how to call. */
export type CallParameters<TVariables> =
  Record<string, never> extends TVariables
    ? [variables?: TVariables, options?: CallOptions]
    : [variables: TVariables, options?: CallOptions];

/** The type of a part of an answer, where null stands for what is not there. */
type Present<T> = undefined extends T ? Exclude<T, undefined> | null : T;

/** Makes functions of documents: the forms that the functions of the client have. */
export class Calls {
  readonly #request: Request;

  constructor(request: Request) {
    this.#request = request;
  }

  /** A function of the variables that gives one part of the answer. */
  value<TResult, TVariables, TValue>(
    document: TypedDocument<TResult, TVariables>,
    part: (data: TResult) => TValue,
  ): (...parameters: CallParameters<TVariables>) => Promise<Present<TValue>> {
    return async (...[variables, options]) => {
      const data = await this.#request(document, variables as TVariables, options);
      return (part(data) ?? null) as Present<TValue>;
    };
  }

  /** A function of the mutation's input that gives its payload. */
  mutation<TResult, TInput, TPayload>(
    document: TypedDocument<TResult, { input: TInput }>,
    part: (data: TResult) => TPayload,
  ): (input: TInput, options?: CallOptions) => Promise<TPayload> {
    return async (input, options) => part(await this.#request(document, { input }, options));
  }

  /** A function of the variables that gives the items of all pages; the timeout is for each page. */
  connection<TResult, TVariables extends PageVariables, TNode>(
    document: TypedDocument<TResult, TVariables>,
    part: (data: TResult) => Connection<TNode> | null | undefined,
  ): (...parameters: CallParameters<TVariables>) => AsyncGenerator<TNode, void, undefined> {
    return (...[variables, options]) =>
      paginate(variables ?? {}, async (position) =>
        part(await this.#request(document, position as TVariables, options)),
      );
  }
}
