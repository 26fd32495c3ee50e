import cors from '@fastify/cors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { UnreadableRequest } from './unreadable-request.js';

/** How long a browser may remember an answer to its question, in seconds. */
const remembered = 600;

/**
 * Lets pages of the given origins use the API. A browser's question for another origin is refused in a sentence that
 * says what to set: its own says only that a header is missing. Credentials are off: who calls is said by a token,
 * never by a cookie.
 *
 * @param app what only the API's routes are added to
 */
export async function allowOrigins(app: FastifyInstance, origins: readonly string[]): Promise<void> {
  await app.register(cors, {
    origin: async (origin: string | undefined) => origin !== undefined && origins.includes(origin),
    methods: ['GET', 'POST'],
    allowedHeaders: ['authorization', 'content-type', 'apollo-require-preflight', 'x-request-id'],
    exposedHeaders: ['x-request-id', 'www-authenticate'],
    credentials: false,
    maxAge: remembered,
  });
  app.addHook('onRequest', async (request) => refuseQuestion(request));
}

function refuseQuestion({ method, headers }: FastifyRequest): void {
  const { origin } = headers;
  if (method !== 'OPTIONS' || origin === undefined || !headers['access-control-request-method']) return;
  throw new UnreadableRequest(403, `Pages of ${origin} may not use this API; to let them, add it to CORS_ORIGINS.`);
}
