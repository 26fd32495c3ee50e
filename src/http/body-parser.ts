import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseExactJson } from './exact-json.js';
import { UnreadableRequest } from './unreadable-request.js';

const otherCharset = /;\s*charset=(?!"?utf-?8"?\s*(;|$))/i;

/** Makes the server read JSON bodies, and nothing else, without rounding a number or replacing a byte. */
export function acceptExactJson(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, async (request: FastifyRequest, body: Buffer) => {
    if (otherCharset.test(request.headers['content-type'] ?? '')) {
      throw new UnreadableRequest(415, 'The request body must be in UTF-8.');
    }
    return readBody(body);
  });
}

function readBody(body: Buffer): unknown {
  // Decoding would put a replacement character where the bytes are wrong.
  if (!isUtf8(body)) throw new UnreadableRequest(400, 'The request body is not in UTF-8.');
  if (body.length === 0) return undefined;
  try {
    return parseExactJson(body.toString('utf8'));
  } catch (error) {
    const reason = error instanceof RangeError ? 'is nested too deeply' : 'is no JSON';
    throw new UnreadableRequest(400, `The request body ${reason}.`, { cause: error });
  }
}
