import { setTimeout as delay } from 'node:timers/promises';
import { currentBounds } from './work-bounds.js';

/** For so long, in milliseconds, nobody notices that others do not have their turn. */
const unnoticed = 5;

/** By operation, and of all, when what has been asked for before is done. */
const ownEnds = new WeakMap<object, Promise<unknown>>();
let end: Promise<unknown> = Promise.resolve();
/** How long others have not had their turn. */
let busy = 0;

/**
 * Does a piece of work that nothing else can run beside, when it is its turn: one at a time, of each operation one after
 * the other, so that a long list of one leaves turns to others. Between them all that waits for the event loop has as long as
 * they have taken.
 *
 * @param operation that the piece is of; undefined: of none
 * @throws the reason for which the bounds of the work have ended it meanwhile
 */
export async function inEventLoopTurn<T>(operation: object | undefined, piece: () => T): Promise<T> {
  const { signal } = currentBounds();
  const own = (operation && ownEnds.get(operation)) ?? Promise.resolve();
  const done = own.then(() => {
    signal?.throwIfAborted();
    const turn = end.then(() => {
      signal?.throwIfAborted();
      return timed(piece);
    });
    end = turn.then(leaveTurns, leaveTurns);
    return turn;
  });
  if (operation) ownEnds.set(operation, Promise.allSettled([done]));
  return done;
}

function timed<T>(piece: () => T): T {
  const began = performance.now();
  try {
    return piece();
  } finally {
    busy += performance.now() - began;
  }
}

async function leaveTurns(): Promise<void> {
  if (busy < unnoticed) return;
  const ms = busy;
  busy = 0;
  await delay(ms);
}
