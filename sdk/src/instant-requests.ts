import type { Request } from './calls.js';
import type { AsOf } from './generated/graphql.js';

/** What becomes of queries that take no instant. */
export type Timeless = 'sent' | 'refused';

/**
 * Sends documents as of an instant: those that take `$asOf`, with it; those that change something, not at all.
 *
 * @param timeless whether queries that take no instant are sent as they are, such as those of history, or are refused
 */
export function requestsAsOf(request: Request, asOf: AsOf, timeless: Timeless): Request {
  return async (document, variables, options) => {
    const text = document.toString();
    if (/^\s*mutation\b/.test(text)) throw changesNothing();
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
