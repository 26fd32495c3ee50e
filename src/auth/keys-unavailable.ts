/** The keys that tokens are checked with cannot be fetched, so that no token can be judged. */
export class KeysUnavailable extends Error {
  override readonly name = 'KeysUnavailable';

  constructor(options?: ErrorOptions) {
    super('The keys for checking bearer tokens cannot be fetched; try again.', options);
  }
}
