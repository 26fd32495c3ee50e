import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { exampleTabs } from './graphiql-examples.js';

/** The page as it is sent, and what a browser may do on it. */
export interface GraphiqlPage {
  body: Buffer;
  etag: string;
  contentSecurityPolicy: string;
}

const inlineScript = /<script>([^]*?)<\/script>/g;

/**
 * Renders GraphiQL with everything it needs in one page, compressed with gzip.
 * The package has 9 MB, which only those pay for who open the page.
 *
 * @param examples operations to open with
 */
export async function renderGraphiqlPage(examples: readonly string[]): Promise<GraphiqlPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'Palimpsest',
    endpoint: '/graphql',
    defaultTabs: exampleTabs(examples),
    // The token that is typed into the headers stays in the open page.
    shouldPersistHeaders: false,
  });
  return {
    body: await promisify(gzip)(html),
    etag: `"${sha256(html)}"`,
    contentSecurityPolicy: policyFor(html),
  };
}

/** Exactly what the page needs: its own script, workers made from it, its styles and fonts, and this server's API. */
function policyFor(html: string): string {
  const hashes = [...html.matchAll(inlineScript)].map(([, script = '']) => `'sha256-${sha256(script)}'`);
  return [
    `default-src 'none'`,
    `script-src ${hashes.join(' ')}`,
    `worker-src blob:`,
    `style-src 'unsafe-inline'`,
    `font-src data:`,
    `img-src data:`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
  ].join('; ');
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
