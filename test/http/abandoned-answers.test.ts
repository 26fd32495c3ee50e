import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createAuthenticator } from '../../src/auth/authenticator.js';
import { readConfig } from '../../src/config.js';
import { currentBounds } from '../../src/versioning/index.js';
import { startInMemoryServer, type InMemoryServer } from './in-memory-server.js';

/** Two of them are all that a caller may have on their way. */
const bytes = 1024 * 1024;

const secret = 'a secret of at least thirty-two characters';

let server: InMemoryServer;
/** What operations named Waits, and looks at the token of somebody, wait for before they go on. */
let gate: Promise<void>;
let openGate: () => void;
let looking: number;
let signals: (AbortSignal | undefined)[];
let reserved: number;

beforeEach(async () => {
  gate = Promise.resolve();
  openGate = () => undefined;
  looking = 0;
  signals = [];
  reserved = 0;
  const authenticate = createAuthenticator({ secret });
  server = await startInMemoryServer({
    config: readConfig({ MAX_ANSWER_BYTES: String(bytes) }),
    authenticate: async (...given) => {
      const claims = await authenticate(...given);
      looking += 1;
      if (claims) await gate;
      return claims;
    },
    runOperation: async ({ operation, reserve }) => {
      signals.push(currentBounds().signal);
      if (operation.name?.value === 'Waits') await gate;
      reserve(bytes);
      reserved += 1;
      return { data: { hello: 'made' } };
    },
  });
});
afterEach(async () => {
  openGate();
  await server.app.close();
});

function closeGate(): void {
  ({ promise: gate, resolve: openGate } = Promise.withResolvers<void>());
}

/** Sends requests one right after the other, without waiting for an answer. */
async function ask(...requests: { name: string; authorization?: string }[]): Promise<Socket> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1').pause();
  socket.on('error', () => socket.destroy());
  await once(socket, 'connect');
  for (const { name, authorization } of requests) {
    const query = encodeURIComponent(`query ${name} { hello }`);
    const lines = [`GET /graphql?query=${query} HTTP/1.1`, 'Host: localhost', 'Apollo-Require-Preflight: true'];
    if (authorization) lines.push(`Authorization: ${authorization}`);
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  }
  return socket;
}

/** As many answers at a time as one caller may have. */
async function expectRoom(authorization?: string): Promise<void> {
  const headers: Record<string, string> = authorization ? { authorization } : {};
  const { json } = await server.post({ query: '{ hello }' }, headers);
  expect(json).toEqual({ data: { hello: 'made' } });
}

describe('an answer that nobody waits for', () => {
  it('takes no room where the client left before it was made', async () => {
    closeGate();
    const sockets = [await ask({ name: 'Waits' }), await ask({ name: 'Waits' })];
    await vi.waitFor(() => expect(signals).toHaveLength(2));
    sockets.forEach((socket) => socket.destroy());
    await vi.waitFor(() => expect(signals.map((signal) => signal?.aborted)).toEqual([true, true]));
    openGate();
    await vi.waitFor(() => expect(reserved).toBe(2));
    await expectRoom();
  });

  it('takes no room where the client left while its token was looked at', async () => {
    const authorization = await server.bearer();
    closeGate();
    const sockets = [await ask({ name: 'Asks', authorization }), await ask({ name: 'Asks', authorization })];
    await vi.waitFor(() => expect(looking).toBe(2));
    sockets.forEach((socket) => socket.destroy());
    const connections = () => new Promise((resolve) => server.app.server.getConnections((_, count) => resolve(count)));
    await vi.waitFor(async () => expect(await connections()).toBe(0));
    openGate();
    await new Promise(setImmediate);
    await expectRoom(authorization);
  });

  it('gives its room back where it stood in line behind another of its connection', async () => {
    closeGate();
    const sockets = [await ask({ name: 'Waits' }, { name: 'Asks' }), await ask({ name: 'Waits' }, { name: 'Asks' })];
    await vi.waitFor(() => expect({ signals: signals.length, reserved }).toEqual({ signals: 4, reserved: 2 }));
    sockets.forEach((socket) => socket.destroy());
    await vi.waitFor(() => expect(signals.filter((signal) => signal?.aborted).length).toBeGreaterThanOrEqual(2));
    openGate();
    await vi.waitFor(() => expect(reserved).toBe(4));
    await expectRoom();
  });
});
