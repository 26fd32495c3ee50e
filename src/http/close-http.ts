import type { FastifyInstance } from 'fastify';

const sweepMs = 20;
/** Once its operation has been ended, an answer has this long to be sent. */
const answerMs = 1000;

/**
 * Takes no more requests, and lets those in flight finish. A connection stays open for its next request after the one
 * in flight; once closing, it ends as soon as it is idle.
 *
 * @param cut when it is aborted, connections that are still open are soon closed, whatever goes on there
 */
export async function closeHttp(app: FastifyInstance, cut: AbortSignal): Promise<void> {
  const sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs);
  let last: NodeJS.Timeout | undefined;
  cut.addEventListener('abort', () => (last = setTimeout(() => app.server.closeAllConnections(), answerMs)));
  try {
    await app.close();
  } finally {
    clearInterval(sweep);
    clearTimeout(last);
  }
}
