import { createHash } from 'node:crypto';
import { exampleTabs } from './graphiql-examples.js';

/** The page as text, and what a browser may do on it. */
export interface GraphiqlPage {
  html: string;
  etag: string;
  contentSecurityPolicy: string;
}

/** What the page opens with. */
export interface GraphiqlContent {
  /** Operations that have a tab each. */
  readonly examples: readonly string[];
  /** Sent with each request that names no token itself. */
  readonly token?: string;
}

const inlineScript = /<script>([^]*?)<\/script>/g;

/**
 * GraphiQL's tabs can be dragged, and keep where an animation at the start has left them. A press makes them jump
 * there, away from under the pointer, so that the first click on a tab does nothing.
 */
const tabsStay = '<style>.graphiql-tab { transform: none !important; }</style>';

/**
 * Renders GraphiQL with everything it needs in one page.
 * The package has 9 MB, which only those pay for who open the page.
 */
export async function renderGraphiqlPage({ examples, token }: GraphiqlContent): Promise<GraphiqlPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const page = renderGraphiQL({
    title: 'Palimpsest',
    endpoint: '/graphql',
    defaultTabs: exampleTabs(examples, token !== undefined),
    // A token that is typed into the headers stays in the open page.
    shouldPersistHeaders: false,
  });
  const html = page.replace('</head>', () => `${tabsStay}${token === undefined ? '' : sending(token)}</head>`);
  return { html, etag: `"${sha256(html)}"`, contentSecurityPolicy: policyFor(html) };
}

/** Not by GraphiQL's own `additionalHeaders`: beside `Authorization` in a tab they would be sent as a second value. */
function sending(token: string): string {
  return `<script>
    const send = globalThis.fetch;
    globalThis.fetch = (url, options) => {
      const headers = new Headers(options?.headers);
      if (!headers.has('authorization')) headers.set('authorization', ${JSON.stringify(`Bearer ${token}`)});
      return send(url, { ...options, headers });
    };
  </script>`;
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
