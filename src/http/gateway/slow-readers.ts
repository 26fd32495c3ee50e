import type { ServerResponse } from 'node:http';

/** Slower than the slowest connection that is of any use, in bytes a second. */
const slowest = 64 * 1024;

/**
 * Cuts the connection of a client that does not read its answer: one that stands still, or that would take for ever.
 *
 * @param patienceMs how long nothing may move
 * @param bytes of the answer
 */
export function cutSlowReader(response: ServerResponse, patienceMs: number, bytes: number): void {
  const cut = () => void response.destroy();
  const timer = setTimeout(cut, patienceMs + (bytes / slowest) * 1000);
  response.setTimeout(patienceMs, cut);
  response.once('close', () => clearTimeout(timer));
}
