import type { Request } from './calls.js';
import type { AsOf } from './generated/graphql.js';

/** What an instant can be named by. */
const instantKeys: readonly string[] = ['at', 'before', 'changeSet', 'snapshot'] satisfies (keyof AsOf)[];

/** What becomes of queries that take no instant. */
export type Timeless = 'sent' | 'refused';

/**
 * Without an instant the present would be read, and nobody would notice.
 *
 * @returns the instant
 * @throws TypeError for what does not name one by exactly one of the keys
 */
export function anInstant(instant: AsOf): AsOf {
  // Of what is no object the keys are no others: those of a list or a text are numbers.
  const [named, ...others] = Object.entries(instant ?? {}).filter(([, value]) => value !== undefined);
  if (named && named[1] !== null && others.length === 0 && instantKeys.includes(named[0])) return instant;
  throw new TypeError(`client.at takes exactly one of ${instantKeys.join(', ')}.`);
}

/**
 * Sends documents as of an instant: those that take `$asOf`, with it; those that change something, not at all.
 *
 * @param timeless whether queries that take no instant are sent as they are, such as those of history, or are refused
 */
export function requestsAsOf(request: Request, asOf: AsOf, timeless: Timeless): Request {
  return async (document, variables, options) => {
    const text = document.toString();
    if (/^\s*mutation\b/.test(text)) throw changesNothing();
    // Of which instant the answer is to be, which would not be the client's.
    if (Object(variables).asOf !== undefined) throw new TypeError('A client of an instant takes no asOf.');
    const takesInstant = /\$asOf\s*:\s*AsOf\b/.test(text);
    if (!takesInstant && timeless === 'refused') {
      const [, name = 'The document'] = /^\s*query\s+(\w+)/.exec(text) ?? [];
      throw new TypeError(
        `${name} takes no instant (no variable $asOf: AsOf), so it would be answered as of now: ask a client of the present.`,
      );
    }
    return request(document, takesInstant ? { ...variables, asOf } : variables, options);
  };
}

/** What every change is refused with. */
export function changesNothing(): TypeError {
  return new TypeError('A client of an instant changes nothing.');
}
