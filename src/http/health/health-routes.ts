import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';
import type { Readiness } from './readiness.js';

/** What an orchestrator asks: is the process alive, can it serve, and what does it measure. */
export function addHealthRoutes(app: FastifyInstance, readiness: () => Promise<Readiness>, metrics: Metrics): void {
  app.get('/healthz', { logLevel: 'debug' }, () => ({ status: 'alive' }));

  app.get('/readyz', { logLevel: 'debug' }, async (_request, reply) => {
    const answer = await readiness();
    return reply.code(answer.status === 'ready' ? 200 : 503).send(answer);
  });

  app.get('/metrics', { logLevel: 'debug' }, async (_request, reply) => {
    return reply.type(metrics.contentType).send(await metrics.print());
  });
}
