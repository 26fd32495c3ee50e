import type { Role } from '../auth/role.js';
import type { OrganizationRow } from '../database/tenants/organizations.js';
import { showcase } from '../modules/showcase.js';

/** What whoever started the embedded server is told. */
export interface Greeting {
  readonly url: string;
  /** Whether they are served. */
  readonly console: boolean;
  readonly graphiql: boolean;
  readonly dataDir: string;
  readonly organizations: readonly OrganizationRow[];
  /** Of the first organization, one for each role; none in production. */
  readonly tokens: ReadonlyMap<Role, string>;
  /** Whether the demo was made just now, and the password of its users. */
  readonly demoPassword?: string;
  /** Opens the console, signed in as the first organization's editor; once, within the hour. */
  readonly signInLink?: string;
}

const query = JSON.stringify({ query: showcase.greeting });

/** The text to print once the server takes requests. Its curl line works as it stands. */
export function greeting(greeted: Greeting): string {
  const { url, console, graphiql, dataDir, organizations, tokens, demoPassword, signInLink } = greeted;
  const [first] = organizations;
  const lines = [
    `Palimpsest is ready at ${url}${console ? ' (the console)' : ''}, the API at ${url}/graphql, ${
      graphiql ? `GraphiQL at ${url}/graphiql, ` : ''
    }the data in ${dataDir}.`,
    '',
  ];
  if (signInLink !== undefined) {
    lines.push('Open the console as an editor, once within the hour:', `  ${signInLink}`, '');
  }
  lines.push('Organizations');
  lines.push(...organizations.map(({ slug, name }) => printable(`  ${slug.padEnd(16)} ${name}`)));
  if (!first) {
    lines.push('  none yet; make one: npm run --silent cli -- org create --slug acme --name "Acme Press"');
  }
  if (first && demoPassword !== undefined) {
    lines.push('', `The demo's users of acme, such as ada@acme.example, sign in with the password: ${demoPassword}`);
  }
  if (first && tokens.size > 0) {
    lines.push('', `Tokens for ${first.slug}, valid for 8 hours (others: npm run --silent cli -- token --help)`);
    lines.push(...[...tokens].map(([role, token]) => `  ${role.padEnd(6)} ${token}`));
    const [token] = tokens.values();
    lines.push('', 'Try');
    lines.push(
      `  curl -s ${url}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${token}' -d '${query}'`,
    );
  }
  lines.push('', 'Ctrl-C stops it.', '');
  return lines.join('\n');
}

/** A terminal obeys control characters. */
const printable = (text: string) => text.replaceAll(/\p{Cc}/gu, '\u{fffd}');
