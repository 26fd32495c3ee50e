/**
 * What an entity or a resolver declares cannot be. The message is one sentence that names it and says what to write; a
 * command prints it without a stack, which would tell of the place where it was read alone.
 */
export class DeclarationError extends Error {
  override readonly name = 'DeclarationError';
}
