import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { Client, escapeIdentifier } from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { asSuperuser } from '../support/cluster.js';
import { dataOf, requestGraphql } from '../support/graphql-client.js';
import { Document } from './document.js';
import { environment, Program, root } from './program.js';

/** The package's command, as it is where the package is installed. */
const palimpsest = `palimpsest() { "${process.execPath}" dist/src/cli/main.js "$@"; }`;

describe('deploying, as docs/deploying.md says', () => {
  const { superuserUrl } = inject('cluster');
  const run = randomBytes(4).toString('hex');
  const names = { owner: `docs_owner_${run}`, application: `docs_app_${run}`, database: `docs_${run}` };
  const [{ text: documented } = { text: '' }] = new Document('docs/deploying.md').blocks('sh');
  const commands = documented
    .replaceAll('127.0.0.1:5432/palimpsest', `${new URL(superuserUrl).host}/${names.database}`)
    .replace('//palimpsest:', `//${names.application}:`)
    .replace('//palimpsest_owner:', `//${names.owner}:`)
    .split('\n')
    .slice(0, -1);

  beforeAll(() =>
    asSuperuser(superuserUrl, async (client) => {
      const owner = escapeIdentifier(names.owner);
      await client.query(`create role ${owner} login createrole password 'owner-password'`);
      await client.query(`create database ${escapeIdentifier(names.database)} owner ${owner}`);
    }),
  );
  afterAll(() =>
    asSuperuser(superuserUrl, async (client) => {
      await client.query(`drop database ${escapeIdentifier(names.database)} with (force)`);
      for (const role of [names.application, names.owner]) await client.query(`drop role ${escapeIdentifier(role)}`);
    }),
  );

  it('migrates, makes an organization and a token, and serves', async () => {
    expect(commands.at(-1)).toBe('palimpsest serve');
    const before = [palimpsest, 'set -e', ...commands.slice(0, -1)].join('\n');
    const { stdout } = await promisify(execFile)('sh', ['-c', before], { cwd: root, env: environment({}) });
    const [done, organization, token] = stdout.trimEnd().split('\n').slice(-3);
    expect(stdout).toMatch(/^(Applied Migration\w+\.\n)+The database/);
    expect(done).toBe('The database is up to date.');

    const exported = commands.flatMap((command) => [...command.matchAll(/^export (\w+)='(.+)'$/g)]);
    const settings = Object.fromEntries(exported.map(([, name, value]) => [name!, value!]));
    const server = new Program('dist/src/cli/main.js', ['serve'], { ...settings, PORT: '0' });
    try {
      await server.written(/"msg":"ready"/);
      const url = /"url":"(.+?)"/.exec(server.log)![1]!;
      const create =
        'mutation { createUser(input: { email: "a@b.example", displayName: "A", role: EDITOR }) { user { version } } }';
      const created = await requestGraphql(url, { token, query: create });
      expect(dataOf(created)).toEqual({ createUser: { user: { version: 1 } } });
      const viewer = await requestGraphql(url, { token, query: '{ viewer { role organization { id slug } } }' });
      expect(dataOf(viewer)).toEqual({ viewer: { role: 'ADMIN', organization: { id: organization, slug: 'acme' } } });
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
    } finally {
      expect(await server.end()).toBe(0);
    }
  });

  it('reads by hand for the organization that a session has named, and nothing before', async () => {
    const url = new URL(commands.find((command) => command.includes('MIGRATION_DATABASE_URL'))!.split("'")[1]!);
    const [{ text } = { text: '' }] = new Document('docs/deploying.md').blocks('sql', 'SQL by hand');
    const [find, name, read] = text.trimEnd().split('\n') as [string, string, string];
    const client = new Client({ connectionString: url.href });
    await client.connect();
    try {
      expect((await client.query(read)).rows).toEqual([]);
      const { rows } = await client.query<{ id: string; slug: string }>(find);
      expect(rows).toEqual([{ id: expect.any(String), slug: 'acme' }]);
      await client.query(name.replace('<id>', rows[0]!.id));
      await client.query(
        `insert into post (id, title, slug, body) values (gen_random_uuid(), 'By hand', 'by-hand', 'Body')`,
      );
      expect((await client.query(read)).rows).toEqual([{ title: 'By hand' }]);
    } finally {
      await client.end();
    }
  });
});
