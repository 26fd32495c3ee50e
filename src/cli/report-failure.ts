import { OutputClosed } from './print.js';
import { printable } from './printable.js';

/** Runs a command; says in one sentence on standard error why it failed, where that is so, and sets the exit code. */
export async function reportFailure(command: () => Promise<unknown>): Promise<void> {
  try {
    await command();
  } catch (error) {
    // Whoever closed it knows.
    if (error instanceof OutputClosed) return;
    process.exitCode = 1;
    // Only now: what it knows errors by takes longest of all to load.
    const { failureSentence } = await import('./failure-sentence.js');
    const whole = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${printable(failureSentence(error) ?? whole)}\n`);
  }
}
