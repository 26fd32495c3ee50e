import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { renderGraphiqlPage, type GraphiqlPage } from './graphiql-page.js';

/** Serves GraphiQL at the root, from the package itself: the page loads nothing from anywhere. */
export function addGraphiqlRoute(app: FastifyInstance, examples: readonly string[]): void {
  let rendered: Promise<GraphiqlPage> | undefined;

  app.get('/', async (request, reply) => {
    const page = await (rendered ??= renderGraphiqlPage(examples));
    void reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', page.contentSecurityPolicy)
      .header('referrer-policy', 'no-referrer')
      .header('cache-control', 'no-cache')
      .header('vary', 'accept-encoding')
      .header('etag', page.etag);
    if (request.headers['if-none-match'] === page.etag) return reply.code(304).send();
    if (/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) {
      return reply.header('content-encoding', 'gzip').send(page.body);
    }
    return reply.send(await promisify(gunzip)(page.body));
  });
}
