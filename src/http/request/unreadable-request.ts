/** An HTTP request that cannot be read as a GraphQL request. */
export class UnreadableRequest extends Error {
  override readonly name = 'UnreadableRequest';

  constructor(
    readonly statusCode: 400 | 403 | 404 | 413 | 415,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The status with which a request is to be refused: errors of Fastify carry one too. Undefined for other failures. */
export function refusedStatus(error: unknown): number | undefined {
  const status: unknown = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' && status >= 400 && status <= 499 ? status : undefined;
}
