import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Program } from '../docs/program.js';
import { showcase } from '../../src/modules/showcase.js';
import { BrowserPage, browserCommand } from '../support/browser.js';
import { requestGraphql } from '../support/graphql-client.js';

const patience = { timeout: 30_000, interval: 50 };
let folder: string;
let server: Program;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palimpsest-graphiql-'));
  server = new Program('dist/src/main.js', [], { PORT: '0', DATA_DIR: join(folder, 'data') });
  await server.written(/Ctrl-C stops it/);
  [url = ''] = /http:\/\/127\.0\.0\.1:\d+/.exec(server.output)!;
});
afterAll(async () => {
  await server.end();
  await rm(folder, { recursive: true });
});

it('GraphiQL has a token with which each of its examples is answered', async () => {
  const html = await (await fetch(`${url}/graphiql`)).text();
  const [, token] = /"Bearer ([\w-]+\.[\w-]+\.[\w-]+)"/.exec(html)!;
  for (const query of ['{ viewer { role } }', ...showcase.examples]) {
    const answer = await requestGraphql(url, { token: token!, query });
    expect(answer.errors).toEqual([]);
  }
});

it.skipIf(browserCommand === undefined)(
  'GraphiQL answers its first query and opens a tab at the first click',
  async () => {
    const page = await BrowserPage.open(`${url}/graphiql`);
    const tab = (index: number) => `document.querySelectorAll('.graphiql-tab-button')[${index}]`;
    const shown = (part: string) =>
      page.evaluate<string>(`document.querySelector('.graphiql-${part}')?.innerText ?? ''`);
    try {
      await vi.waitFor(async () => expect(await shown('query-editor')).toMatch(/query\s+Posts/), patience);
      await page.click(`document.querySelector('.graphiql-execute-button')`);
      await vi.waitFor(async () => expect(await shown('response')).toMatch(/"totalCount":\s+\d/), patience);

      await page.click(tab(1));
      await vi.waitFor(async () => expect(await shown('query-editor')).toMatch(/query\s+History/), patience);
      await page.click(tab(2));
      await vi.waitFor(async () => expect(await shown('query-editor')).toMatch(/query\s+Trash/), patience);
    } finally {
      await page.close();
    }
  },
);
