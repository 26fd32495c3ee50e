import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import {
  type ClientOptions,
  createClient,
  isBadResponse,
  isNetworkError,
  isOutcomeUnknown,
  isTimeout,
} from '../../sdk/src/index.js';

describe('a call without an answer', () => {
  const servers: Server[] = [];

  async function clientOf(listener: RequestListener, options: Partial<ClientOptions> = {}) {
    const server = createServer(listener).listen(0, '127.0.0.1');
    servers.push(server);
    await new Promise((listening) => server.once('listening', listening));
    const { port } = server.address() as AddressInfo;
    return createClient({ url: `http://127.0.0.1:${port}/graphql`, ...options });
  }

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  const silence: RequestListener = () => undefined;

  it('ends with a typed timeout, of the client or of the call', async () => {
    const client = await clientOf(silence, { timeoutMs: 30 });
    const error = await client.viewer().catch((caught: unknown) => caught);
    expect(error).toSatisfy(isTimeout);
    expect(error).toMatchObject({ code: 'REQUEST_TIMEOUT', message: 'There was no answer within 30 ms.' });
    await expect(client.viewer({}, { timeoutMs: 20 })).rejects.toThrow('within 20 ms');
  });

  it('ends with a timeout also in the middle of the body, and while the token is awaited', async () => {
    const half = await clientOf((_, response) => void response.writeHead(200).write('{"data":'), { timeoutMs: 30 });
    await expect(half.viewer()).rejects.toSatisfy(isTimeout);
    const never = await clientOf(silence, { timeoutMs: 30, token: () => new Promise(() => undefined) });
    await expect(never.viewer()).rejects.toSatisfy(isTimeout);
  });

  it('ends with the reason of the signal, before it is sent or after', async () => {
    let received = 0;
    const arrived = Promise.withResolvers<void>();
    const client = await clientOf(() => {
      received += 1;
      arrived.resolve();
    });
    await expect(client.viewer({}, { signal: AbortSignal.abort(new Error('before')) })).rejects.toThrow('before');
    expect(received).toBe(0);
    const controller = new AbortController();
    const call = client.viewer({}, { signal: controller.signal, timeoutMs: 10_000 });
    await arrived.promise;
    controller.abort();
    await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('names a broken or refused connection', async () => {
    const broken = await clientOf((request) => void request.socket.destroy());
    await expect(broken.viewer()).rejects.toSatisfy(isNetworkError);
    const closed = createClient({ url: 'http://127.0.0.1:1/graphql' });
    await expect(closed.viewer()).rejects.toThrow(/^The server could not be reached: .+/);
  });

  it.each([
    [502, '<html>Bad Gateway</html>'],
    [200, '[]'],
    [200, '{}'],
    [204, ''],
    [200, '{"errors":[]}'],
    [200, '{"data":null,"errors":[]}'],
    [200, '{"data":{"viewer":null},"errors":[null]}'],
    [200, '{"data":{"viewer":null},"errors":["gone"]}'],
    [200, '{"data":{"viewer":null},"errors":{}}'],
  ])('tells an answer that is none of GraphQL: %i %s', async (status, body) => {
    const client = await clientOf((_, response) => void response.writeHead(status).end(body));
    const error = await client.viewer().catch((caught: unknown) => caught);
    if (!isBadResponse(error)) throw error;
    expect(error.details.status).toBe(status);
    expect(error).toSatisfy(isOutcomeUnknown);
  });

  it.each([502, 504])('says that a proxy answered: %i', async (status) => {
    const client = await clientOf((_, response) => void response.writeHead(status).end('<html>'));
    await expect(client.viewer()).rejects.toThrow(
      `A proxy answered with HTTP status ${status} in place of the server: whether the operation took effect is not known.`,
    );
  });

  it('takes an answer with an empty list of errors as one without', async () => {
    const client = await clientOf((_, response) => void response.end('{"data":{"viewer":null},"errors":[]}'));
    expect(await client.viewer()).toBeNull();
  });

  it.each([2 ** 31, 2 ** 32, Number.MAX_VALUE, Infinity, 999.5])(
    'waits for an answer with a timeout of %d ms',
    async (timeoutMs) => {
      const client = await clientOf(
        (_, response) => void setTimeout(() => response.end('{"data":{"viewer":null}}'), 40),
        { timeoutMs },
      );
      expect(await client.viewer()).toBeNull();
    },
  );

  it('gives on what the token function throws, and refuses a timeout that is none', async () => {
    const fails = () => Promise.reject(new Error('no token today'));
    await expect((await clientOf(silence, { token: fails })).viewer()).rejects.toThrow('no token today');
    await expect((await clientOf(silence, { timeoutMs: -1 })).viewer()).rejects.toThrow(RangeError);
  });
});
