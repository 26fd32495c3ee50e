import { connect } from 'node:net';
import { join } from 'node:path';

/** Where a connection's PostgreSQL is, and the connection's number and key there. */
export interface Backend {
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | null;
}

const cancelCode = 80_877_102;

/**
 * Asks PostgreSQL to cancel what a connection is doing, by a connection of its own as the protocol wants it:
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS. It needs no encryption,
 * since it tells nothing but a number that is worthless afterwards.
 *
 * @param timeoutMs after which it is given up
 * @returns once PostgreSQL has passed it on, or cannot be asked: from then on it hits no later statement
 */
export async function requestCancel(backend: Backend, timeoutMs: number): Promise<void> {
  const { host, port, processID, secretKey } = backend;
  if (processID === null || secretKey === null) return;
  const request = Buffer.alloc(16);
  request.writeInt32BE(request.length, 0);
  request.writeInt32BE(cancelCode, 4);
  request.writeInt32BE(processID, 8);
  request.writeInt32BE(secretKey, 12);
  const socket = host.startsWith('/') ? connect(join(host, `.s.PGSQL.${port}`)) : connect(port, host);
  const { promise: closed, resolve: close } = Promise.withResolvers<void>();
  // Not by `once` of node:events, which rejects where an error comes first.
  socket.on('close', () => close());
  // An error closes it, too; then the statement ends by other means.
  socket.on('error', () => socket.destroy());
  socket.setTimeout(timeoutMs, () => socket.destroy());
  socket.end(request);
  socket.resume();
  await closed;
}
