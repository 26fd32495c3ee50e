import { ConfigError } from '../config.js';
import { StartupError } from '../database/startup-error.js';
import { DomainError } from '../versioning/index.js';

/** Runs a command; says in one sentence on standard error why it failed, where that is so, and sets the exit code. */
export async function reportFailure(command: () => Promise<unknown>): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`${sentence(error)}\n`);
  }
}

function sentence(error: unknown): string {
  const expected = error instanceof ConfigError || error instanceof StartupError || error instanceof DomainError;
  if (expected) {
    return error.message;
  }
  // A bug: whoever is to find it needs the whole.
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
