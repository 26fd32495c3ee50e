import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import type { RequestRecords } from './request-record.js';

/** Probes come every few seconds; their lines would hide the others. */
const probes: ReadonlySet<string | undefined> = new Set(['/healthz', '/readyz', '/metrics']);

/**
 * Writes one line for each request that has been answered. The path is the route's, because the query string of a GET
 * request holds values.
 */
export function logRequests(app: FastifyInstance, records: RequestRecords, logger: Logger): void {
  app.addHook('onResponse', async (request, reply) => {
    const { requestId, operationName, operationType, tenant, errorCodes } = records.of(request);
    const route = request.routeOptions.url;
    logger[probes.has(route) ? 'debug' : 'info'](
      {
        requestId,
        method: request.method,
        path: route ?? '(none)',
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime * 10) / 10,
        operationName,
        operationType,
        tenant,
        ...(errorCodes.size > 0 && { errorCodes: [...errorCodes] }),
      },
      'request',
    );
  });
}
