import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';
import { requestGraphql } from '../support/graphql-client.js';
import { type Program, runProgram, startProgram } from '../support/run-program.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const run = promisify(execFile);

async function serve(dataDir: string, settings: Record<string, string> = {}): Promise<Program & { url: string }> {
  const program = startProgram('main.js', [], { DATA_DIR: dataDir, PORT: '0', ...settings });
  await vi.waitFor(() => expect(program.output.stdout).toContain('Ctrl-C stops it.'), { timeout: 30_000 });
  const [, url = ''] = /ready at (\S+)/.exec(program.output.stdout) ?? [];
  return { ...program, url };
}

async function end({ process, exited }: Program, signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
  process.kill(signal);
  return exited;
}

const tokensOf = ({ output }: Program) =>
  new Map([...output.stdout.matchAll(/^ {2}(VIEWER|EDITOR|ADMIN) +(\S+)$/gm)].map(([, role, token]) => [role, token]));

describe('the server process', () => {
  it('makes a demo at its first start, and prints what is needed to try it', async () => {
    const dataDir = await temporaryFolder();
    const server = await serve(dataDir);
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
    const { data } = await requestGraphql<Demo>(server.url, {
      query: `{ posts(deleted: INCLUDE) { nodes { version deletedAt history { totalCount } comments(deleted: ONLY) { totalCount } } } }`,
      token: tokens.get('VIEWER'),
    });
    const posts = data?.posts.nodes ?? [];
    expect(posts.every((post) => post.version === post.history.totalCount && post.version > 1)).toBe(true);
    expect(posts.filter((post) => post.deletedAt !== null).map((post) => post.comments.totalCount)).toEqual([2]);

    const [password = ''] = /(?<=password: )\w+/.exec(server.output.stdout) ?? [];
    const signIn = await requestGraphql(server.url, {
      query: 'mutation ($input: SignInInput!) { signIn(input: $input) { viewer { role } } }',
      variables: { input: { organization: 'acme', email: 'ada@acme.example', password } },
    });
    expect(signIn.data).toEqual({ signIn: { viewer: { role: 'ADMIN' } } });
    expect(await end(server)).toBe(0);
  });

  it('prints a curl line that works when it is pasted', async () => {
    const server = await serve(await temporaryFolder());
    const [line = ''] = /^ {2}curl .*$/m.exec(server.output.stdout) ?? [];
    const { stdout } = await run('sh', ['-c', line]);
    expect(JSON.parse(stdout)).toMatchObject({ data: { posts: { nodes: [{ version: 3 }, { version: 4 }] } } });
  });

  it('continues with its data at a second start, tokens included, also after it was killed', async () => {
    const dataDir = await temporaryFolder();
    const first = await serve(dataDir);
    const token = tokensOf(first).get('ADMIN');
    const created = await requestGraphql(first.url, {
      query: 'mutation { createTag(input: { name: "kept" }) { tag { version } } }',
      token,
    });
    expect(created.errors).toEqual([]);
    await end(first, 'SIGKILL');

    const second = await serve(dataDir);
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
  });

  it('finishes what is in flight before it ends', async () => {
    const server = await serve(await temporaryFolder());
    const token = tokensOf(server).get('ADMIN');
    const inputs = Array.from(
      { length: 200 },
      (_, index) => `t${index}: createTag(input: { name: "t${index}" }) { tag { id } }`,
    );
    const answer = requestGraphql(server.url, { query: `mutation { ${inputs.join(' ')} }`, token });
    const logged = async () => (await fetch(`${server.url}/metrics`)).text();
    await logged();
    const code = end(server);
    expect((await answer).errors).toEqual([]);
    expect(await code).toBe(0);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends with 0 on %s and stops its database', async (signal) => {
    const dataDir = await temporaryFolder();
    expect(await end(await serve(dataDir), signal)).toBe(0);
    // A database that still ran would be found, and say that nothing is pending.
    const again = await serve(dataDir);
    expect(again.output.stderr).not.toContain('in use');
  });

  it('refuses a second server on its data folder in one sentence', async () => {
    const dataDir = await temporaryFolder();
    await serve(dataDir);
    const { code, stdout, stderr } = await runProgram('main.js', [], { DATA_DIR: dataDir, PORT: '0' });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^The data folder .* is in use by another server \(process \d+\); .*\.\n$/);
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
    const { output } = await serve(await temporaryFolder(), { NODE_ENV: 'production', HOST: '127.0.0.1' });
    expect(output.stdout).toContain('none yet; make one');
    expect(output.stdout).not.toContain('curl');
  });
});

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
