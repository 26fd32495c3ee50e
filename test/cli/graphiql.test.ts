import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Program } from '../docs/program.js';
import { showcase } from '../../src/modules/showcase.js';
import { startBrowser } from '../support/browser.js';
import { requestGraphql } from '../support/graphql-client.js';

const browser = await startBrowser();
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
  await browser?.close();
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

it.skipIf(browser === undefined)('GraphiQL answers its first query and opens a tab at the first click', async () => {
  const page = await browser!.newPage();
  const shown = (part: string, text: RegExp) => page.locator(`.graphiql-${part}`).filter({ hasText: text }).waitFor();
  await page.goto(`${url}/graphiql`);
  await shown('query-editor', /query\s+Posts/);
  await page.locator('.graphiql-execute-button').click();
  await shown('response', /"totalCount":\s+\d/);

  await page.locator('.graphiql-tab-button').nth(1).click();
  await shown('query-editor', /query\s+History/);
  await page.locator('.graphiql-tab-button').nth(2).click();
  await shown('query-editor', /query\s+Trash/);
});
