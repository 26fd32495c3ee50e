import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of what is still in use. */
export function usedHeap(): number {
  // What was only weakly held goes with the second.
  collect();
  collect();
  return process.memoryUsage().heapUsed;
}
