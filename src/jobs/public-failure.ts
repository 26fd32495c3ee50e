import { StartupError } from '../database/errors/startup-error.js';
import { sqlState } from '../versioning/index.js';

/**
 * Why a job failed, for all to read: messages of errors may hold values, so only the log, which leaves those out, has
 * more.
 */
export function publicFailure(error: unknown): string {
  if (error instanceof StartupError) {
    return error.message;
  }
  const state = sqlState(error);
  if (state !== undefined) {
    return `PostgreSQL refused a statement (SQLSTATE ${state}).`;
  }
  return `It ended with ${error instanceof Error ? error.name : typeof error}; the log of its instance says more.`;
}
