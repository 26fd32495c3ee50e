/** A field was asked for by nobody known, or by someone whose role does not reach. */
export class AccessRefused extends Error {
  override readonly name = 'AccessRefused';

  constructor(
    readonly kind: 'UNAUTHENTICATED' | 'FORBIDDEN',
    message: string,
  ) {
    super(message);
  }
}
