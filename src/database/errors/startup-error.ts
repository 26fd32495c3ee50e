/**
 * The server or a command cannot go on, for a reason that the person who started it can do something about.
 * The message is one sentence, says what to do, and holds no secret; it is printed without a stack.
 */
export class StartupError extends Error {
  override readonly name = 'StartupError';
}
