import { setTimeout as sleep } from 'node:timers/promises';
import { currentBounds } from '../../versioning/index.js';

/** Whether a process of this number exists, ours or another user's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/**
 * Waits until a condition holds, or the work is to end. False where it did not within the time, given in milliseconds.
 */
export async function waitUntil(condition: () => boolean | Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    if (await condition()) {
      return true;
    }
    if (Date.now() >= end) {
      return false;
    }
    currentBounds().signal?.throwIfAborted();
    await sleep(10);
  }
}
