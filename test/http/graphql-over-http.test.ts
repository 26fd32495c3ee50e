import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type InMemoryServer, startInMemoryServer } from './in-memory-server.js';

let server: InMemoryServer;
beforeAll(async () => {
  server = await startInMemoryServer();
});
afterAll(() => server.app.close());

/**
 * What is done otherwise, and why. All are MAYs, and all are a GET with nothing that a page of another site could not
 * send too: such a page must not make a browser ask in its user's name, so a GET needs the header
 * `apollo-require-preflight`.
 */
const otherwise: ReadonlySet<string> = new Set([
  '5A70', // MAY accept GET requests
  'D6D5', // MAY allow {variables} in GET requests, when accepting application/graphql-response+json
  '6A70', // the same, when accepting application/json
]);

/** The audits of https://github.com/graphql/graphql-http: GraphQL over HTTP as requirements, each with its id. */
describe('GraphQL over HTTP', () => {
  const audits = serverAudits({ url: () => `${server.url}/graphql`, fetchFn: fetch });

  it.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (id, _name, audit) => {
    const { status } = await audit.fn();
    expect(status).toBe(otherwise.has(id) ? 'notice' : 'ok');
  });

  it('is met but for what is argued here', () => {
    expect(audits).toHaveLength(61);
    expect(audits.filter(({ id }) => otherwise.has(id)).map(({ name }) => name.split(' ')[0])).toEqual([
      'MAY',
      'MAY',
      'MAY',
    ]);
  });

  it('is met by a GET that no other site could send', async () => {
    const fetchFn = (url: string, init: RequestInit = {}) =>
      fetch(url, { ...init, headers: { ...init.headers, 'apollo-require-preflight': 'true' } });
    const again = serverAudits({ url: () => `${server.url}/graphql`, fetchFn });
    for (const audit of again.filter(({ id }) => otherwise.has(id))) expect((await audit.fn()).status).toBe('ok');
  });
});
