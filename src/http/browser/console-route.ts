import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type ConsoleFile, readConsoleFiles } from './console-files.js';
import { UnreadableRequest } from '../request/unreadable-request.js';

/** How somebody who started the server on this machine signs in without a password. */
export interface ConsoleOptions {
  /** @returns a token for a code that is good; undefined for any other */
  readonly redeem?: (code: string) => Promise<string | undefined>;
}

/**
 * What the page may do: load its own files and ask this server, and nothing else. No script or style in the page itself
 * runs, no value can become markup (Trusted Types), and no other page can show it in a frame.
 */
const policy = [
  "default-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

/** A year, in seconds: names with a hash of their content never mean anything else. */
const immutable = 'public, max-age=31536000, immutable';
const isHashed = /-[\w-]{8}\.\w+$/;

/** Serves the console at the root, and its files below /assets, out of the package itself. */
export function addConsoleRoutes(app: FastifyInstance, { redeem }: ConsoleOptions): void {
  const files = readConsoleFiles();

  app.get('/', async (request, reply) => {
    const page = files.get('index.html');
    if (!page)
      throw new UnreadableRequest(404, 'The console has not been built: npm run build. The API is at /graphql.');
    void reply.header('content-security-policy', policy).header('referrer-policy', 'no-referrer');
    void reply.header('cross-origin-opener-policy', 'same-origin');
    return send(request, reply.header('cache-control', 'no-store'), page);
  });

  app.get<{ Params: { '*': string } }>('/assets/*', async (request, reply) => {
    const name = request.params['*'];
    const file = files.get(`assets/${name}`);
    if (!file) throw new UnreadableRequest(404, 'The console has no such file; load it anew.');
    return send(request, reply.header('cache-control', isHashed.test(name) ? immutable : 'no-cache'), file);
  });

  if (redeem) {
    app.post('/console/sign-in', async (request, reply) => {
      void reply.header('cache-control', 'no-store');
      const { code } = (request.body ?? {}) as { readonly code?: unknown };
      const token = typeof code === 'string' ? await redeem(code) : undefined;
      if (token !== undefined) return { token };
      const message = 'This link has been used, or its hour is over. Sign in, or start the server anew for another.';
      return reply.code(401).send({ message });
    });
  }
}

function send(request: FastifyRequest, reply: FastifyReply, { type, content, compressed }: ConsoleFile): FastifyReply {
  void reply.type(type).header('vary', 'accept-encoding');
  if (!/\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(request.headers['accept-encoding'] ?? ''))
    return reply.send(content);
  return reply.header('content-encoding', 'gzip').send(compressed);
}
