import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Replay } from '../../examples/replay/replay.js';
import { Verification } from '../../examples/replay/verification.js';
import { createClient } from '../../sdk/src/index.js';
import { startTestServer, type TestServer } from '../support/test-server.js';
import { revisions, writeRevisions } from './revisions.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** How a program ended. */
interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the replay example', () => {
  let server: TestServer;
  let folder: string;
  let file: string;

  const replay = (...args: string[]): Promise<Outcome> =>
    run(process.execPath, [join(root, 'dist/examples/replay/main.js'), ...args]).then(
      (outcome) => ({ code: 0, ...outcome }),
      (error: unknown) => error as Outcome,
    );

  beforeAll(async () => {
    server = await startTestServer();
    folder = await mkdtemp(join(tmpdir(), 'palimpsest-replay-'));
    file = join(folder, 'revisions.ndjson.br');
    await writeRevisions(file, revisions);
    await run(join(root, 'node_modules/.bin/tsc'), ['-p', join(root, 'examples/replay/tsconfig.json')]);
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  it('replays a file, verifies every version and counts what it did', async () => {
    const { tokens } = await server.addOrganization('replayed');
    const outcome = await replay(file, '--url', `${server.url}/graphql`, '--token', tokens.EDITOR);
    const [replayed, compared, differences] = outcome.stdout.split('\n');
    expect(replayed).toMatch(/^Replayed 68 commits, 237 revisions of files in [\d.]+ s: \d+ revisions\/s\.$/);
    expect(compared).toMatch(
      /^Compared 113 documents, 235 versions, 66 change sets, 50 instants, 55 living posts in [\d.]+ s\.$/,
    );
    expect(differences).toBe('0 differences.');
    expect(outcome.stderr).toContain('Replaying 100% 68/68 commits');
    expect(outcome.code).toBe(0);
  });

  it('stops at the commit that the server refuses, and says which', async () => {
    const { tokens } = await server.addOrganization('twice');
    const args = ['--url', `${server.url}/graphql`, '--token', tokens.EDITOR];
    const short = join(folder, 'short.ndjson');
    await writeRevisions(short, revisions.slice(0, 1));
    expect((await replay(short, ...args)).code).toBe(0);
    const again = await replay(short, ...args);
    expect(again.code).toBe(2);
    expect(again.stderr).toContain(
      'Commit 000000000001 (line 1) was refused at s0: A Post with this slug already exists.',
    );
  });

  it.each([
    [[], 'Name the revisions file to replay.'],
    [['x'], 'Give a token with --token.'],
    [['x', '--token', 't', '--url', 'nowhere'], '--url nowhere is no URL.'],
    [['x', '--tokn', 't'], "Unknown option '--tokn'"],
    [['/nowhere.br', '--token', 't'], '/nowhere.br cannot be read: ENOENT'],
    [['/nowhere.ndjson', '--token', 't'], '/nowhere.ndjson cannot be read: ENOENT'],
  ])('says in a sentence what is wrong with %j', async (args, sentence) => {
    const { code, stderr } = await replay(...args);
    expect(stderr).toContain(sentence);
    expect(stderr).not.toContain('    at ');
    expect(code).toBe(2);
  });

  it.each([
    ['{', 'JSON'],
    ['{"commit":"c","message":"m","changes":[{"op":"create","path":"p"}]}', 'the change of p has no body'],
    ['{"commit":"c","message":"m","changes":[{"op":"move","path":"p","body":""}]}', 'has an op that is none'],
  ])('names the line that is no commit: %s', async (line, reason) => {
    const broken = join(folder, 'broken.ndjson');
    await writeFile(broken, `{"commit":"c","message":"m","changes":[]}\n${line}\n`);
    const { code, stderr } = await replay(broken, '--token', 't');
    expect(stderr).toContain(`Line 2 of ${broken} is no commit: `);
    expect(stderr).toContain(reason);
    expect(code).toBe(2);
  });

  it('says that a compressed file is damaged', async () => {
    const damaged = join(folder, 'damaged.br');
    await writeFile(damaged, 'this is not Brotli');
    const { code, stderr } = await replay(damaged, '--token', 't');
    expect(stderr).toContain(`${damaged} cannot be read: `);
    expect(code).toBe(2);
  });

  it('finds every kind of difference', async () => {
    const { tokens } = await server.addOrganization('different');
    const client = createClient({ url: `${server.url}/graphql`, token: tokens.EDITOR });
    const replayed = new Replay(client);
    for (const commit of revisions.slice(0, 10)) await replayed.commit(commit);
    const { documents, commits } = replayed;
    const places = async () => {
      const verification = new Verification(client);
      for (const document of documents) await verification.checkHistory(document);
      await verification.checkChangeSets(commits, documents);
      await verification.checkLiving(replayed);
      return verification.differences.first(100).map((sentence) => sentence.replace(/ \([0-9a-f-]{36}\)/, ''));
    };
    expect(await places()).toEqual([]);

    // The server knows a version more than the replay made, and so a change set.
    const { post } = documents[2]!;
    await client.posts.update({ id: post!.id, expectedVersion: 1, patch: { body: 'meddled' } });
    expect(await places()).toEqual([
      'docs/empty.md version 2: expected null, found "UPDATE"',
      'docs/empty.md: number of versions: expected 1, found 2',
      'docs/empty.md: body: expected "", found "meddled"',
      'docs/empty.md: version: expected 1, found 2',
    ]);

    // The replay expects what the server does not have.
    const version = documents[2]!.versions[0]!;
    documents[2]!.versions[0] = {
      ...version,
      content: { ...version.content, slug: 'docs/other.md' },
      commit: { ...version.commit, message: 'Another' },
    };
    const sentences = await places();
    const verification = new Verification(client);
    await verification.checkLines(documents[2]!);
    expect(verification.differences.first(1)[0]).toContain('versions of its lines: expected "", found "2"');
    expect(sentences).toContain('docs/other.md version 1: slug: expected "docs/other.md", found "docs/empty.md"');
    expect(sentences).toContain('docs/other.md version 1: reason: expected "Another", found "Begin"');
    expect(sentences.some((sentence) => sentence.startsWith('number of change sets'))).toBe(true);
    expect(sentences.some((sentence) => sentence.startsWith('commit 000000000001: versions in its change set'))).toBe(
      true,
    );
  });
});
