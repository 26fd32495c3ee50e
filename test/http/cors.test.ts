import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.js';
import { type InMemoryServer, startInMemoryServer } from './in-memory-server.js';

const known = 'https://app.example';
const unknown = 'https://evil.example';

let closed: InMemoryServer;
let open: InMemoryServer;
beforeAll(async () => {
  closed = await startInMemoryServer();
  open = await startInMemoryServer({ config: readConfig({ CORS_ORIGINS: `${known}, http://localhost:5173` }) });
});
afterAll(async () => {
  await closed.app.close();
  await open.app.close();
});

/** What a browser asks before a page of another origin may send an operation. */
const ask = ({ url }: InMemoryServer, origin: string) =>
  fetch(`${url}/graphql`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

const allowed = (headers: Headers) => headers.get('access-control-allow-origin');

describe('a page of another origin', () => {
  it('that is listed may send operations with a token, and read the id of its request', async () => {
    const asked = await ask(open, known);
    expect(asked.status).toBe(204);
    expect(allowed(asked.headers)).toBe(known);
    expect(asked.headers.get('access-control-allow-methods')).toBe('GET, POST');
    expect(asked.headers.get('access-control-allow-headers')).toContain('authorization, content-type');
    expect(asked.headers.get('access-control-max-age')).toBe('600');
    expect(asked.headers.get('vary')).toContain('Origin');

    const answer = await open.post({ query: '{ hello }' }, { origin: 'http://localhost:5173' });
    expect(answer.json.data).toEqual({ hello: 'Hello world' });
    expect(allowed(answer.headers)).toBe('http://localhost:5173');
    expect(answer.headers.get('access-control-expose-headers')).toContain('x-request-id');
    expect((await open.post('{', { origin: known })).headers.get('access-control-allow-origin')).toBe(known);
  });

  it('gets no credentials along', async () => {
    for (const headers of [(await ask(open, known)).headers, (await open.post('{}', { origin: known })).headers]) {
      expect(headers.has('access-control-allow-credentials')).toBe(false);
    }
  });

  it.each([
    ['where none is listed', () => closed, known],
    ['that is not among those listed', () => open, unknown],
    ['that says it has none', () => open, 'null'],
  ])('is refused with what to set: %s', async (_which, server, origin) => {
    const asked = await ask(server(), origin);
    expect(asked.status).toBe(403);
    expect(allowed(asked.headers)).toBeNull();
    expect(await asked.json()).toMatchObject({
      errors: [
        {
          message: `Pages of ${origin} may not use this API; to let them, add it to CORS_ORIGINS.`,
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
    expect(allowed((await server().post({ query: '{ hello }' }, { origin })).headers)).toBeNull();
  });
});

describe('CORS_ORIGINS', () => {
  it.each([
    '*',
    'app.example',
    'https://app.example/',
    'https://App.example',
    'ftp://app.example',
    'https://a.example:443',
  ])('is refused where it is no list of origins as browsers name them: %s', (origins) => {
    expect(() => readConfig({ CORS_ORIGINS: origins })).toThrow(
      'CORS_ORIGINS must be a list of origins like https://app.example, parted by commas.',
    );
  });
});
