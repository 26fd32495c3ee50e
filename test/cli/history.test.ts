import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf } from '../support/graphql-client.js';
import { runProgram } from '../support/run-program.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let id: string;
let tag: string;
beforeAll(async () => {
  server = await startTestServer();
  const { createPost, createTag } = dataOf(
    await server.graphql<{ createPost: { post: { id: string } }; createTag: { tag: { id: string } } }>(
      `mutation {
        createPost(input: { title: "Vellum", slug: "vellum", body: "Calfskin.\\nLimed.\\n", metadata: { pages: 3 },
          reason: "a first draft\\u001b[2J" }) { post { id } }
        createTag(input: { name: "skin" }) { tag { id } }
      }`,
      {},
      server.organization.tokens.EDITOR,
    ),
  );
  id = createPost.post.id;
  tag = createTag.tag.id;
  dataOf(
    await server.graphql(`mutation($input: UpdatePostInput!) { updatePost(input: $input) { post { id } } }`, {
      input: {
        id,
        expectedVersion: 1,
        patch: { title: 'Parchment', body: 'Calfskin.\nLimed and scraped.\n', metadata: { pages: 4 }, tagIds: [tag] },
      },
    }),
  );
});
afterAll(() => server.stop());

const command = (args: string[], environment = {}) =>
  runProgram('cli/main.js', args, {
    DATABASE_URL: server.database.applicationUrl,
    AUTH_JWT_SECRET: 'x'.repeat(32),
    ...environment,
  });

describe('palimpsest history', () => {
  it('lists the versions of a record, newest first, and lets no text of others steer the terminal', async () => {
    const { code, stdout, stderr } = await command(['history', id, '--org', 'acme']);
    expect([code, stderr]).toEqual([0, '']);
    const { history } = dataOf(
      await server.graphql<{ history: { nodes: { changeSet: { id: string } }[] } }>(
        `{ history(id: "${id}") { nodes { changeSet { id } } } }`,
      ),
    );
    const [second, first] = history.nodes.map(({ changeSet }) => changeSet.id);
    expect(stdout.replaceAll(/\d{4}-\S+Z/g, '<time>')).toBe(
      [
        `   2  UPDATE   <time>  ${second}  acme ADMIN`,
        '      title, body, metadata, tagIds',
        `   1  CREATE   <time>  ${first}  acme EDITOR`,
        String.raw`      a first draft\u001b[2J`,
        '      title, slug, body, status, metadata, tagIds',
        '',
      ].join('\n'),
    );
  });
});

it('a command ends quietly where nobody reads on', async () => {
  const child = spawn(process.execPath, ['dist/src/cli/main.js', 'history', id, '--org', 'acme'], {
    env: { PATH: process.env['PATH'], DATABASE_URL: server.database.applicationUrl, AUTH_JWT_SECRET: 'x'.repeat(32) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let said = '';
  child.stderr.on('data', (text) => (said += String(text)));
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, said }).toEqual({ code: 0, said: '' });
});

describe('palimpsest diff', () => {
  const shown = [
    'title',
    '  - "Vellum"',
    '  + "Parchment"',
    'body',
    '  @@ -1,2 +1,2 @@',
    '   Calfskin.',
    '  -Limed.',
    '  +Limed and scraped.',
    'metadata',
    '  - /pages: 3',
    '  + /pages: 4',
    'tagIds',
  ];

  it('shows long texts line by line, JSON by place, links by name', async () => {
    const { code, stdout } = await command(['diff', id, '1', '2', '--org', 'acme']);
    expect([code, stdout]).toEqual([0, [...shown, `  + skin (${tag})`, ''].join('\n')]);
  });

  it('says that no field differs', async () => {
    const change = (name: string, version: number) =>
      server.graphql(`mutation { ${name}(input: { id: "${id}", expectedVersion: ${version} }) { post { id } } }`);
    dataOf(await change('deletePost', 2));
    dataOf(await change('restorePost', 3));
    for (const [from, to] of [
      ['2', '2'],
      ['2', '4'],
    ] as const) {
      const stdout = `No field differs between version ${from} and version ${to}.\n`;
      expect(await command(['diff', id, from, to, '--org', 'acme'])).toEqual({ code: 0, stdout, stderr: '' });
    }
  });

  it('is coloured where that is wanted, and not where NO_COLOR is set', async () => {
    const coloured = await command(['diff', id, '1', '2', '--org', 'acme'], { FORCE_COLOR: '1' });
    expect(coloured.stdout).toContain('\u001b[31m- "Vellum"\u001b[39m');
    const plain = await command(['diff', id, '1', '2', '--org', 'acme'], { NO_COLOR: '1' });
    expect(plain.stdout).not.toContain('\u001b');
  });

  it.each([
    [
      ['diff', '0197f3a0-0000-7000-8000-00000000dead', '1', '2', '--org', 'acme'],
      'There is no such record or version.',
    ],
    [['diff', 'ID', '1', '99', '--org', 'acme'], 'to: there is no version 99 of this record; there are 1 to '],
    [['diff', 'x', '1', 'two', '--org', 'acme'], 'It must be the number of a version, 1 or more.'],
    [['history', 'x', '--org', 'nowhere'], 'There is no organization nowhere.'],
  ])('says in a sentence what is wrong with %j', async (args, sentence) => {
    const { code, stdout, stderr } = await command(args.map((arg) => (arg === 'ID' ? id : arg)));
    expect([code === 0, stdout]).toEqual([false, '']);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
  });
});
