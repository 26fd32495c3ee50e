import { driverError } from '../../versioning/index.js';
import { StartupError } from '../errors/startup-error.js';

const shown = 300;

// What says nothing of the migration: no connection, no room, a shutdown, a standby, a failing disk.
const ofOperation = /^(08|53|57P|58|25006)/;

/** A migration that PostgreSQL refuses, or that fails by itself. It is undone with all others that came before it. */
export class FailedMigration extends StartupError {
  /**
   * @param statement the last that was sent; undefined where it failed before the first
   * @returns the error as it was where it has nothing to do with the migration
   */
  static of(name: string, statement: string | undefined, error: unknown): unknown {
    const refusal = driverError(error);
    if (!(error instanceof Error) || (refusal && ofOperation.test(refusal.code))) return error;
    const line = oneLine(statement ?? '');
    const place = line.length > shown ? `${line.slice(0, shown)}...` : line;
    return new FailedMigration(
      `The migration ${name} failed${place && ` at \`${place}\``}, and nothing was changed: ${oneLine(refusal?.message ?? error.message)}`,
      { cause: error },
    );
  }
}

function oneLine(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}
