import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type GraphiqlPage, renderGraphiqlPage } from './graphiql-page.js';
import { isFromThisMachine, isOpenedAsPage } from '../request/this-machine.js';

export interface GraphiqlOptions {
  /** Operations that the page has a tab for each. */
  readonly examples: readonly string[];
  /** Makes a token for whoever opens the page on this machine; where absent, the page asks to sign in. */
  readonly token?: () => Promise<string | undefined>;
}

interface PublicPage extends GraphiqlPage {
  readonly compressed: Buffer;
}

/** Serves GraphiQL at /graphiql, from the package itself: the page loads nothing from anywhere. */
export function addGraphiqlRoute(app: FastifyInstance, { examples, token: makeToken }: GraphiqlOptions): void {
  let rendered: Promise<PublicPage> | undefined;

  app.get('/graphiql', async (request, reply) => {
    const token = isFromThisMachine(request) && isOpenedAsPage(request) ? await makeToken?.() : undefined;
    if (token !== undefined) {
      const page = await renderGraphiqlPage({ examples, token });
      return describe(reply, page).header('cache-control', 'no-store').send(page.html);
    }
    return sendPublic(request, reply, await (rendered ??= renderPublicPage(examples)));
  });
}

function sendPublic(request: FastifyRequest, reply: FastifyReply, page: PublicPage): FastifyReply {
  void describe(reply, page).header('cache-control', 'no-cache').header('vary', 'accept-encoding');
  void reply.header('etag', page.etag);
  if (request.headers['if-none-match'] === page.etag) return reply.code(304).send();
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(page.html);
  return reply.header('content-encoding', 'gzip').send(page.compressed);
}

async function renderPublicPage(examples: readonly string[]): Promise<PublicPage> {
  const page = await renderGraphiqlPage({ examples });
  return { ...page, compressed: await promisify(gzip)(page.html) };
}

function describe(reply: FastifyReply, { contentSecurityPolicy }: GraphiqlPage): FastifyReply {
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', contentSecurityPolicy)
    .header('referrer-policy', 'no-referrer');
}
