import { sqlState } from './driver-error.js';

/** SQLSTATE of what concerns the connection, resources, or that somebody ended the statement. */
const lasting = /^(08|53|57)/;

/** Whether the same would only fail again in the same way, and cost the database as much again. */
export function isLasting(error: unknown): boolean {
  const state = sqlState(error);
  return state !== undefined && lasting.test(state);
}
