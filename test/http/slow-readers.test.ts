import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { readConfig } from '../../src/config.js';
import { startInMemoryServer, type InMemoryServer } from './in-memory-server.js';

/** More than the sockets of both ends hold. */
const bytes = 24 * 1024 * 1024;
const config = readConfig({ MAX_ANSWER_BYTES: String(bytes), ANSWER_TIMEOUT_MS: '1500' });

let server: InMemoryServer;

beforeAll(async () => {
  server = await startInMemoryServer({
    config,
    runOperation: async ({ reserve }) => {
      reserve(bytes);
      return { data: { hello: 'x'.repeat(bytes) } };
    },
  });
});
afterAll(() => server.app.close());

/** Sends a request and never reads what comes back. */
async function askAndNotRead(): Promise<Socket> {
  const body = '{"query":"{ hello }"}';
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').pause();
  socket.on('error', () => socket.destroy());
  socket.write(
    `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
  );
  return socket;
}

const connections = () =>
  new Promise<number>((resolve, reject) =>
    server.app.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  );

describe('a client that does not read its answer', () => {
  it('is cut, and what it held is free again', async () => {
    const sockets = await Promise.all([askAndNotRead(), askAndNotRead()]);
    await vi.waitFor(async () => {
      const { json } = await server.post({ query: '{ hello }' });
      expect(json.errors).toMatchObject([{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 1 } }]);
    }, 5000);
    await vi.waitFor(async () => expect(await connections()).toBeLessThanOrEqual(1), 20_000);
    expect((await server.post({ query: '{ hello }' })).text.length).toBeGreaterThan(bytes);
    sockets.forEach((socket) => socket.destroy());
  });

  it('is not confused with one that reads', async () => {
    const answers = await Promise.all([server.post({ query: '{ hello }' }), server.post({ query: '{ hello }' })]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect((await server.post({ query: '{ hello }' })).status).toBe(200);
  });
});
