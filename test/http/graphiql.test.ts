import { createHash } from 'node:crypto';
import { parse, validate } from 'graphql';
import type { AuthChecker } from 'type-graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authChecker } from '../../src/auth/access.js';
import { exampleTabs } from '../../src/http/browser/graphiql-examples.js';
import { showcase } from '../../src/modules/showcase.js';
import { buildSchema } from '../../src/schema/build-schema.js';
import { readConfig } from '../../src/config.js';
import { startInMemoryServer, type InMemoryServer } from './in-memory-server.js';

const { examples } = showcase;
const tabs = exampleTabs(examples, false);
let server: InMemoryServer;
let page: Response;
let html: string;

beforeAll(async () => {
  server = await startInMemoryServer({ graphiql: { examples } });
  page = await fetch(`${server.url}/graphiql`);
  html = await page.text();
});
afterAll(() => server.app.close());

describe('GraphiQL at /graphiql', () => {
  it('is one page that loads nothing', () => {
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    // Scripts and styles are removed first: what is left is all that a browser would fetch by itself.
    const markup = html.replace(/<script>[^]*?<\/script>/g, '').replace(/<style>[^]*?<\/style>/g, '');
    expect(markup).not.toMatch(/<script|<style/);
    expect([...markup.matchAll(/(?:src|href)="(?!data:)/g)]).toEqual([]);
    const styles = html.match(/<style>([^]*?)<\/style>/)?.[1] ?? '';
    expect([...styles.matchAll(/@import|url\((?!["']?(?:data:|#))/g)]).toEqual([]);
  });

  it('may do only what it needs to', () => {
    const policy = page.headers.get('content-security-policy') ?? '';
    const script = html.match(/<script>([^]*?)<\/script>/)?.[1] ?? '';
    expect(script).toContain('renderYogaGraphiQL');
    expect(policy).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}';`);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/https?:|unsafe-eval|script-src[^;]*unsafe-inline/);
  });

  it('opens with examples and a place for the token', () => {
    for (const tab of tabs) expect(html).toContain(JSON.stringify(tab.query));
    const [first, ...others] = tabs;
    expect(first?.headers).toBe('{}');
    for (const { headers } of others) expect(JSON.parse(headers)).toEqual({ authorization: 'Bearer <token>' });
    // Headers of the page itself would go before those of the tabs: signing in with a placeholder for a token fails.
    expect(html).not.toMatch(/renderYogaGraphiQL\(.*"headers":"{\\n.*"defaultTabs"/);
  });

  it('has only examples that the schema knows', async () => {
    const schema = await buildSchema(authChecker as AuthChecker<never>);
    for (const { query } of [...tabs, ...exampleTabs(examples, true)])
      expect(validate(schema, parse(query))).toEqual([]);
  });

  it('is signed in for whoever opens it on this machine, and for nobody else', async () => {
    const { app } = await startInMemoryServer({ graphiql: { examples, token: async () => 'a.fresh.token' } });
    const open = (remoteAddress: string, headers: Record<string, string>) =>
      app.inject({ method: 'GET', url: '/graphiql', remoteAddress, headers });
    try {
      for (const [address, host] of [
        ['127.0.0.1', 'localhost:4000'],
        ['::1', '[::1]:4000'],
        ['::ffff:127.0.0.1', '127.0.0.1'],
      ] as const) {
        const signedIn = await open(address, { host });
        expect(signedIn.body).toContain('"Bearer a.fresh.token"');
        expect(signedIn.headers['cache-control']).toBe('no-store');
        for (const { query } of exampleTabs(examples, true)) expect(signedIn.body).toContain(JSON.stringify(query));
        const script = signedIn.body.match(/<script>([^]*?)<\/script>/)![1]!;
        expect(script).toContain('a.fresh.token');
        const hash = createHash('sha256').update(script).digest('base64');
        expect(signedIn.headers['content-security-policy']).toContain(`'sha256-${hash}'`);
      }
      const opened = { host: 'localhost:4000', 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'document' };
      expect((await open('127.0.0.1', opened)).body).toContain('a.fresh.token');
      const refused: [string, Record<string, string>][] = [
        ['10.0.0.7', { host: '127.0.0.1:4000' }],
        ['127.0.0.1', { host: 'rebound.example:4000' }],
        ['127.0.0.1', { host: 'localhost.example' }],
        ['127.0.0.1', { host: 'localhost', 'x-forwarded-for': '10.0.0.7' }],
        ['127.0.0.1', { host: 'localhost:4000', 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'empty' }],
        ['127.0.0.1', { host: 'localhost:4000', 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'script' }],
        ['127.0.0.1', { host: 'localhost:4000', 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'iframe' }],
      ];
      for (const [address, headers] of refused) {
        expect((await open(address, headers)).body).not.toContain('a.fresh.token');
      }
    } finally {
      await app.close();
    }
  });

  it('is sent once to a browser that keeps it', async () => {
    const again = await fetch(`${server.url}/graphiql`, {
      headers: { 'if-none-match': page.headers.get('etag') ?? '' },
    });
    expect(again.status).toBe(304);
    const plain = await fetch(`${server.url}/graphiql`, { headers: { 'accept-encoding': 'identity' } });
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe(html);
  });

  it.each([
    ['is not served in production', { NODE_ENV: 'production' }, 404],
    ['is served in production where that is asked for', { NODE_ENV: 'production', GRAPHIQL: 'on' }, 200],
    ['is not served elsewhere where that is not wanted', { GRAPHIQL: 'off' }, 404],
  ])('%s', async (_what, settings, status) => {
    const { app, url } = await startInMemoryServer({ config: readConfig(settings) });
    expect((await fetch(`${url}/graphiql`)).status).toBe(status);
    await app.close();
  });
});
