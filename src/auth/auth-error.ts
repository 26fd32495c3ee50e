/** Why somebody may not do something, or nobody knows whether he may. The message is for the caller and repeats no secret. */
export abstract class AuthError extends Error {
  /** As the API names it. */
  abstract readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN' | 'BAD_USER_INPUT' | 'UNAVAILABLE';
}

/** A field was asked for by nobody known, or by someone whose role does not reach. */
export class AccessRefused extends AuthError {
  override readonly name = 'AccessRefused';

  constructor(
    readonly code: 'UNAUTHENTICATED' | 'FORBIDDEN',
    message: string,
  ) {
    super(message);
  }
}

/** A bearer token that is malformed, forged, expired, or not meant for this server. */
export class InvalidToken extends AuthError {
  override readonly name = 'InvalidToken';
  readonly code = 'UNAUTHENTICATED';

  constructor(reason: string, options?: ErrorOptions) {
    super(`The bearer token is not valid: ${reason}.`, options);
  }
}

/** The keys that tokens are checked with cannot be fetched, so that no token can be judged. */
export class KeysUnavailable extends AuthError {
  override readonly name = 'KeysUnavailable';
  readonly code = 'UNAVAILABLE';

  constructor(options?: ErrorOptions) {
    super('The keys for checking bearer tokens cannot be fetched; try again.', options);
  }
}
