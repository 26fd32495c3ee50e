import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf } from '../support/graphql-client.js';
import { runProgram } from '../support/run-program.js';
import { startTestServer, type TestServer } from '../support/test-server.js';

let server: TestServer;
let org: string;
beforeAll(async () => {
  server = await startTestServer();
  org = server.organization.slug;
});
afterAll(() => server.stop());

const command = (...args: string[]) =>
  runProgram('cli/main.js', args, {
    DATABASE_URL: server.database.applicationUrl,
    AUTH_JWT_SECRET: 'x'.repeat(32),
  });

let tags = 0;
async function deletedTag(): Promise<string> {
  const created = await server.graphql<{ createTag: { tag: { id: string } } }>(
    'mutation ($name: String!) { createTag(input: { name: $name }) { tag { id } } }',
    { name: `tag ${++tags}` },
  );
  const { id } = dataOf(created).createTag.tag;
  dataOf(
    await server.graphql('mutation ($id: ID!) { deleteTag(input: { id: $id, expectedVersion: 1 }) { tag { id } } }', {
      id,
    }),
  );
  return id;
}

describe('palimpsest hold', () => {
  it('keeps a record, lists it without letting its reason steer the terminal, and lets it go', async () => {
    const id = await deletedTag();
    const placed = await command('hold', 'place', id, '--org', org, '--reason', 'case 7\u001b[2J');
    expect(placed).toEqual({
      code: 0,
      stdout: expect.stringMatching(new RegExp(String.raw`^${id}  Tag  .*Z  case 7\\u001b\[2J\n$`)),
      stderr: '',
    });
    expect((await command('hold', 'list', '--org', org)).stdout).toBe(placed.stdout);
    expect((await command('purge', '--older-than', '0')).stdout).toBe(
      'Purged nothing.\n1 deleted record is under a legal hold.\n',
    );
    expect((await command('hold', 'release', id, '--org', org, '--reason', 'settled')).code).toBe(0);
    expect((await command('hold', 'list', '--org', org)).stdout).toBe('');
    expect((await command('purge', '--older-than', '0')).stdout).toBe('Purged 1 Tag.\n');
  });

  it.each([
    [['place', 'x', '--org', 'acme', '--reason', 'r'], 'There is no such record.'],
    [['place', 'x', '--org', 'nowhere', '--reason', 'r'], 'There is no organization nowhere.'],
    [
      ['release', '0197f3a0-0000-7000-8000-00000000dead', '--org', 'acme', '--reason', 'r'],
      'There is no legal hold on this record.',
    ],
    [['place', 'x', '--org', 'acme'], "required option '--reason <text>' not specified"],
  ])('refuses %j in one sentence', async (args, sentence) => {
    const { code, stdout, stderr } = await command('hold', ...args.map((arg) => (arg === 'acme' ? org : arg)));
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});
