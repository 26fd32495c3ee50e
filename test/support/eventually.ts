import { vi } from 'vitest';

/**
 * Waits until a check no longer throws, however slow the machine is; what never comes true fails with what the check
 * says.
 */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, { timeout: 120_000, interval: 20 });
}
