import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Config } from '../../config.js';
import { DomainError } from '../../versioning/index.js';
import { inWords, readBody } from './body-reader.js';
import type { Callers } from './callers.js';
import { parseExactJson, TooManyValues } from './exact-json.js';
import { UnreadableRequest } from './unreadable-request.js';

const otherCharset = /;\s*charset=(?!"?utf-?8"?\s*(;|$))/i;

export interface BodyLimits {
  readonly callers: Callers;
  readonly limits: Pick<Config['limits'], 'bodyBytes' | 'anonymousBodyBytes' | 'bodyValues'>;
}

/**
 * Makes the server read JSON bodies, and nothing else, without rounding a number or replacing a byte. Whoever sends no
 * valid token may sign in and ask for little: that body is small.
 */
export function acceptExactJson(app: FastifyInstance, { callers, limits }: BodyLimits): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', async (request: FastifyRequest, payload: FastifyRequest['raw']) => {
    checkForm(request);
    const most = callers.areKnown(request) ? limits.bodyBytes : limits.anonymousBodyBytes;
    const refusal = callers.areKnown(request)
      ? `The request body is larger than ${inWords(most)}.`
      : `Without a valid token a request body has at most ${inWords(most)}.`;
    return parseBody(await readBody(payload, most, refusal), limits.bodyValues);
  });
}

function checkForm({ headers }: FastifyRequest): void {
  const encoding = headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity') {
    throw new UnreadableRequest(415, `Send the request body as it is: content-encoding ${encoding} is not supported.`);
  }
  if (otherCharset.test(headers['content-type'] ?? '')) {
    throw new UnreadableRequest(415, 'The request body must be in UTF-8.');
  }
}

function parseBody(body: Buffer, mostValues: number): unknown {
  // Decoding would put a replacement character where the bytes are wrong.
  if (!isUtf8(body)) throw new UnreadableRequest(400, 'The request body is not in UTF-8.');
  if (body.length === 0) return undefined;
  try {
    return parseExactJson(body, mostValues);
  } catch (error) {
    if (error instanceof TooManyValues) {
      throw new DomainError('QUERY_TOO_COMPLEX', `The request body holds more than ${mostValues} values.`, {
        limit: 'values',
        allowed: mostValues,
      });
    }
    const reason = error instanceof RangeError ? 'is nested too deeply' : 'is no JSON';
    throw new UnreadableRequest(400, `The request body ${reason}.`, { cause: error });
  }
}
