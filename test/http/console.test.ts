import { globSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OneTimeCode } from '../../src/auth/one-time-code.js';
import { readConfig } from '../../src/config.js';
import { consoleFolder } from '../../src/http/browser/console-files.js';
import { startInMemoryServer, type InMemoryServer } from './in-memory-server.js';

/** In bytes: what the first visit loads of script and style, compressed. */
const mostBytes = 100_000;

let server: InMemoryServer;
let page: Response;
let html: string;

beforeAll(async () => {
  server = await startInMemoryServer();
  page = await fetch(server.url);
  html = await page.text();
});
afterAll(() => server.app.close());

describe('The console at /', () => {
  it('is a page without a script or a style of its own, that may load nothing from elsewhere', () => {
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.headers.get('x-content-type-options')).toBe('nosniff');
    const policy = page.headers.get('content-security-policy')!.split('; ');
    expect(policy).toEqual(expect.arrayContaining(["default-src 'self'", "frame-ancestors 'none'", "base-uri 'none'"]));
    expect(policy.join()).not.toMatch(/unsafe|https?:|data:|\*/);
    expect(html).not.toMatch(/<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/);
    expect([...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, path]) => path![0])).not.toContain('h');
  });

  it('names files by their content, which may be kept for ever', async () => {
    const paths = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, path]) => path!);
    expect(paths.length).toBeGreaterThanOrEqual(2);
    for (const path of paths) {
      const file = await fetch(server.url + path);
      expect([path, file.status, file.headers.get('cache-control')]).toEqual([
        path,
        200,
        'public, max-age=31536000, immutable',
      ]);
      expect(file.headers.get('x-content-type-options')).toBe('nosniff');
      expect(file.headers.get('content-encoding')).toBe('gzip');
    }
    const whole = await fetch(server.url + paths[0]!, { headers: { 'accept-encoding': 'br, gzip;q=0' } });
    expect(whole.headers.get('content-encoding')).toBeNull();
  });

  it(`loads less than ${mostBytes} bytes of script and style, compressed`, () => {
    const files = globSync('**/*.{js,css}', { cwd: consoleFolder });
    const sizes = files.map((name) => gzipSync(readFileSync(join(consoleFolder, name))).length);
    expect(sizes.length).toBeGreaterThanOrEqual(2);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(mostBytes);
  });

  it.each(['/assets/none.js', '/assets/..%2f..%2fpackage.json', '/assets/%2e%2e/index.html'])(
    'has no file %s',
    async (path) => {
      const { statusCode, body } = await server.app.inject({ method: 'GET', url: path });
      expect(statusCode).toBe(404);
      expect(body).not.toContain('palimpsest');
    },
  );

  it('is not served where that is not wanted', async () => {
    const { app, url } = await startInMemoryServer({ config: readConfig({ CONSOLE: 'off' }) });
    expect((await fetch(url)).status).toBe(404);
    expect((await fetch(`${url}/console/sign-in`, { method: 'POST' })).status).toBe(404);
    await app.close();
  });
});

describe('The code of a link', () => {
  const offer = (url: string, body: unknown) =>
    fetch(`${url}/console/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });

  it('gives a token once, and anything else gives none', async () => {
    const { code, redeemable } = OneTimeCode.issue();
    const redeem = (offered: string) => redeemable.redeem(offered, async () => 'a.fresh.token');
    const { app, url } = await startInMemoryServer({ console: { redeem } });
    try {
      for (const wrong of [{ code: `${code}x` }, { code: '' }, { code: [code] }, {}, null]) {
        expect((await offer(url, wrong)).status).toBe(401);
      }
      const taken = await offer(url, { code });
      expect(taken.headers.get('cache-control')).toBe('no-store');
      expect(await taken.json()).toEqual({ token: 'a.fresh.token' });
      const again = await offer(url, { code });
      expect([again.status, await again.text()]).toEqual([401, expect.not.stringContaining('token')]);
    } finally {
      await app.close();
    }
  });

  it('is good again where no token could be made, and never twice at once', async () => {
    const { code, redeemable } = OneTimeCode.issue();
    const making = Promise.withResolvers<string>();
    const first = redeemable.redeem(code, () => making.promise);
    expect(await redeemable.redeem(code, async () => 'second')).toBeUndefined();
    making.reject(new Error('no database'));
    await expect(first).rejects.toThrow('no database');
    expect(await redeemable.redeem(code, async () => undefined)).toBeUndefined();
    expect(await redeemable.redeem(code, async () => 'third')).toBe('third');
    expect(await redeemable.redeem(code, async () => 'fourth')).toBeUndefined();
  });

  it('is good for an hour', async () => {
    let now = 0;
    const { code, redeemable } = OneTimeCode.issue(() => now);
    now = 60 * 60 * 1000;
    const make = async () => 'token';
    expect(await redeemable.redeem(code, make)).toBeUndefined();
    now -= 1;
    expect(await redeemable.redeem(code, make)).toBe('token');
    expect(await redeemable.redeem(code, make)).toBeUndefined();
  });

  it('is redeemed by a server alone that has printed one', async () => {
    expect((await offer(server.url, { code: 'any' })).status).toBe(404);
  });
});
