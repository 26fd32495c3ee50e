/** A bearer token that is malformed, forged, expired, or not meant for this server. The message never repeats it. */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken';

  constructor(reason: string, options?: ErrorOptions) {
    super(`The bearer token is not valid: ${reason}.`, options);
  }
}
