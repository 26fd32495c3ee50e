import type { DetailsOf } from './error-details.js';

/** An error as GraphQL answers it. */
export interface GraphQLAnswerError {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

export interface PalimpsestErrorOptions extends ErrorOptions {
  readonly path?: readonly (string | number)[] | undefined;
  readonly extensions?: Readonly<Record<string, unknown>> | undefined;
  readonly errors?: readonly GraphQLAnswerError[] | undefined;
}

/**
 * Everything that goes wrong with an operation. `message` is for people, `code` for programs; narrow it with
 * {@link isConflict} and its like to get typed `details`.
 */
export class PalimpsestError<TCode extends string = string> extends Error {
  override readonly name = 'PalimpsestError';
  readonly code: TCode;
  /** Where in the operation; the first part is the root field. */
  readonly path: readonly (string | number)[] | undefined;
  /** Everything the server said besides the message, as it came. */
  readonly extensions: Readonly<Record<string, unknown>>;
  /** All errors of the answer; this one tells of the first. */
  readonly errors: readonly GraphQLAnswerError[];

  constructor(code: TCode, message: string, options: PalimpsestErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.path = options.path;
    this.extensions = options.extensions ?? {};
    this.errors = options.errors ?? [];
  }

  /** Under which the server's log knows the request; undefined where no server answered. */
  get requestId(): string | undefined {
    const { requestId } = this.extensions;
    return typeof requestId === 'string' ? requestId : undefined;
  }

  /** What the code promises, typed by it. */
  get details(): DetailsOf<TCode> {
    return this.extensions as DetailsOf<TCode>;
  }
}
