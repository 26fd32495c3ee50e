import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { locateRunning } from '../../src/database/embedded/embedded-postgres.js';
import { asSuperuser } from '../support/cluster.js';
import { requestGraphql } from '../support/graphql-client.js';
import { type Program, runProgram, startProgram } from '../support/run-program.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { eventually } from '../support/eventually.js';

const run = promisify(execFile);

async function serve(dataDir: string, settings: Record<string, string> = {}): Promise<Program & { url: string }> {
  const program = startProgram('main.js', [], { DATA_DIR: dataDir, PORT: '0', ...settings });
  const started = eventually(() => expect(program.output.stdout).toContain('Ctrl-C stops it.'));
  const failed = program.exited.then(() => expect.fail(program.output.stderr));
  await Promise.race([started, failed]);
  const [, url = ''] = /ready at (\S+)/.exec(program.output.stdout) ?? [];
  return { ...program, url };
}

async function serveInTest(...args: Parameters<typeof serve>) {
  const server = await serve(...args);
  onTestFinished(async () => {
    await server.end();
  });
  return server;
}

const tokensOf = ({ output }: Program) =>
  new Map([...output.stdout.matchAll(/^ {2}(VIEWER|EDITOR|ADMIN) +(\S+)$/gm)].map(([, role, token]) => [role, token]));

describe('the server process, started for the first time,', () => {
  let dataDir: string;
  let server: Awaited<ReturnType<typeof serve>>;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'palimpsest-test-'));
    server = await serve(dataDir);
  });

  afterAll(async () => {
    await server.end();
    await rm(dataDir, { recursive: true });
  });

  it('prints the organizations of a demo, and a usable token for each role', async () => {
    expect(server.output.stdout).toMatch(/^ {2}acme +Acme Press\n {2}globex +Globex Weekly$/m);
    const tokens = tokensOf(server);
    expect([...tokens.keys()]).toEqual(['VIEWER', 'EDITOR', 'ADMIN']);
    for (const [role, token] of tokens) {
      const { data } = await requestGraphql(server.url, {
        query: '{ viewer { role organization { slug } user { role } } }',
        token,
      });
      expect(data).toEqual({ viewer: { role, organization: { slug: 'acme' }, user: { role } } });
    }
  });

  it('has posts with several versions, and a deleted one with its comments', async () => {
    const { data } = await requestGraphql<Demo>(server.url, {
      query: `{ posts(deleted: INCLUDE) {
        nodes { version deletedAt history { totalCount } comments(deleted: ONLY) { totalCount } }
      } }`,
      token: tokensOf(server).get('VIEWER'),
    });
    const posts = data?.posts.nodes ?? [];
    expect(posts.every((post) => post.version === post.history.totalCount && post.version > 1)).toBe(true);
    expect(posts.filter((post) => post.deletedAt !== null).map((post) => post.comments.totalCount)).toEqual([2]);
  });

  it('prints a password with which the users of the demo can sign in', async () => {
    const [password = ''] = /(?<=password: )\w+/.exec(server.output.stdout) ?? [];
    const { data } = await requestGraphql(server.url, {
      query: 'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { role } } }',
      variables: { input: { organization: 'acme', email: 'ada@acme.example', password } },
    });
    expect(data).toEqual({ signIn: { viewer: { role: 'ADMIN' } } });
  });

  it('prints a curl line that works when it is pasted', async () => {
    const [line = ''] = /^ {2}curl .*$/m.exec(server.output.stdout) ?? [];
    const { stdout } = await run('sh', ['-c', line]);
    expect(JSON.parse(stdout)).toMatchObject({ data: { posts: { nodes: [{ version: 3 }, { version: 4 }] } } });
  });

  it('is ready, has checked the catalogue, and tells how its jobs stand', async () => {
    const answer = await fetch(`${server.url}/readyz`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: 'ready',
      catalogue: { checkedAt: expect.any(String), problems: [] },
      jobs: { maintenance: {}, purge: { overdueSince: null } },
    });
  });

  it('logs neither tokens nor passwords', () => {
    for (const secret of [...tokensOf(server).values(), /(?<=password: )\w+/.exec(server.output.stdout)?.[0]]) {
      expect(server.output.stderr).not.toContain(secret);
    }
  });

  it('refuses a second server on its data folder in one sentence', async () => {
    const { code, stdout, stderr } = await runProgram('main.js', [], { DATA_DIR: dataDir, PORT: '0' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The data folder .* is in use by another server \(process \d+\); .*\.\n$/);
  });
});

describe('the server process', () => {
  it('continues with its data and its tokens at a second start, also after it was killed', async () => {
    const dataDir = await temporaryFolder();
    const first = await serveInTest(dataDir);
    const token = tokensOf(first).get('ADMIN');
    const created = await requestGraphql(first.url, {
      query: 'mutation { createTag(input: { name: "kept" }) { tag { version } } }',
      token,
    });
    expect(created.errors).toEqual([]);
    await first.end('SIGKILL');

    const second = await serveInTest(dataDir);
    const { data } = await requestGraphql<{ tags: { nodes: { name: string }[] } }>(second.url, {
      query: '{ tags { nodes { name } } }',
      token,
    });
    expect(data?.tags.nodes.map(({ name }) => name).toSorted()).toEqual([
      'announcements',
      'ink',
      'kept',
      'manuscripts',
    ]);
    expect(await second.end('SIGINT')).toBe(0);
  });

  it('says at once that it is stopping, also in the middle of its first start and with a silent log', async () => {
    const dataDir = await temporaryFolder();
    const program = startProgram('main.js', [], { DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' });
    await eventually(() => access(join(dataDir, 'postgres')));
    expect(await program.end('SIGINT')).toBe(0);
    expect(program.output).toEqual({ stdout: 'Stopping.\n', stderr: '' });
  });

  it('finishes what is in flight, and then ends and stops its database', async () => {
    const dataDir = await temporaryFolder();
    const server = await serveInTest(dataDir);
    const fields = Array.from({ length: 100 }, (_, n) => `t${n}: createTag(input: { name: "t${n}" }) { tag { id } }`);
    const answer = requestGraphql(server.url, {
      query: `mutation { ${fields.join(' ')} }`,
      token: tokensOf(server).get('ADMIN'),
    });
    await eventually(async () => expect(await openTransactions(dataDir)).toBe(1));
    const code = server.end('SIGTERM');
    expect((await answer).errors).toEqual([]);
    expect(await code).toBe(0);
    expect(await locateRunning(dataDir)).toBeUndefined();
  });

  it('ends also where what is in flight does not, which is cancelled and told so', async () => {
    const dataDir = await temporaryFolder();
    const server = await serveInTest(dataDir);
    const token = tokensOf(server).get('ADMIN');
    const tagged = await requestGraphql<{ tags: { nodes: { id: string; version: number }[] } }>(server.url, {
      query: '{ tags { nodes { id version } } }',
      token,
    });
    const [tag] = tagged.data!.tags.nodes;
    const { adminUrl = '' } = (await locateRunning(dataDir)) ?? {};
    const holder = new Client({ connectionString: adminUrl });
    // It goes with the database.
    holder.on('error', (error) => expect(error).toBeInstanceOf(Error));
    await holder.connect();
    await holder.query('begin');
    await holder.query('select from tag where id = $1 for update', [tag!.id]);
    const answer = requestGraphql(server.url, {
      query: 'mutation($input: UpdateTagInput!) { updateTag(input: $input) { tag { version } } }',
      variables: { input: { id: tag!.id, expectedVersion: tag!.version, patch: { name: 'never' } } },
      token,
    });
    await eventually(async () => expect(await openTransactions(dataDir)).toBe(1));
    const code = server.end('SIGTERM');
    expect((await answer).errors).toEqual([
      expect.objectContaining({
        message: 'The server is stopping; nothing was changed.',
        extensions: expect.objectContaining({ code: 'UNAVAILABLE' }),
      }),
    ]);
    expect(await code).toBe(0);
    expect(await locateRunning(dataDir)).toBeUndefined();
  });

  it('refuses a port that is taken in one sentence', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const dataDir = await temporaryFolder();
    const { code, stderr } = await runProgram('main.js', [], { DATA_DIR: dataDir, PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(stderr).toBe(`Port ${port} is in use by another program; stop that, or choose another PORT.\n`);
  });

  it('makes no demo and prints no token in production', async () => {
    const { output } = await serveInTest(await temporaryFolder(), { NODE_ENV: 'production', HOST: '127.0.0.1' });
    expect(output.stdout).toContain('none yet; make one');
    expect(output.stdout).not.toContain('curl');
  });
});

/** How many transactions the server has open. */
async function openTransactions(dataDir: string): Promise<number | undefined> {
  const { adminUrl = '' } = (await locateRunning(dataDir)) ?? {};
  const { rows } = await asSuperuser(adminUrl, (client) =>
    client.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity where usename = 'palimpsest_app' and xact_start is not null`,
    ),
  );
  return rows[0]?.count;
}

interface Demo {
  posts: {
    nodes: {
      version: number;
      deletedAt: string | null;
      history: { totalCount: number };
      comments: { totalCount: number };
    }[];
  };
}
