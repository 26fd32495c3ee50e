import { createHook } from 'node:async_hooks';

/** How many keys scrypt derives while some work is done: what a password costs, whatever else the machine does. */
export async function derivationsDuring(work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const hook = createHook({
    init(_id, type) {
      if (type === 'SCRYPTREQUEST') count += 1;
    },
  }).enable();
  try {
    await work();
  } finally {
    hook.disable();
  }
  return count;
}
