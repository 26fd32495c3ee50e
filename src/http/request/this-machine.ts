import type { FastifyRequest } from 'fastify';

const loopback = /^(?:(?:::ffff:)?127\.[\d.]+|::1)$/;
const ownName = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;
const ofProxies = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'via'];

/**
 * Whether somebody at this very machine is asking: the request comes from it, past no proxy, and by a name that no other
 * machine can have. A page of elsewhere whose name was made to lead here (DNS rebinding) gives that name as the host.
 */
export function isFromThisMachine({ socket, headers }: Pick<FastifyRequest, 'socket' | 'headers'>): boolean {
  const isProxied = ofProxies.some((name) => name in headers);
  return !isProxied && loopback.test(socket.remoteAddress ?? '') && ownName.test(headers.host ?? '');
}

/**
 * Whether a browser opens what it asks for as a page of its own: not in a frame of another, and not for a script to read.
 * What is no browser does not say.
 */
export function isOpenedAsPage({ headers }: Pick<FastifyRequest, 'headers'>): boolean {
  const { 'sec-fetch-site': site, 'sec-fetch-dest': destination } = headers;
  return (site === undefined && destination === undefined) || destination === 'document';
}
