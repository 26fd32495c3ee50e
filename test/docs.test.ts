import { execFile, execFileSync } from 'node:child_process';
import { existsSync, globSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from 'commander';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.js';
import { Document } from './docs/document.js';
import { documentedUrl, readPrinted } from './docs/printed.js';
import { Program, root } from './docs/program.js';
import { StandIns } from './docs/stand-ins.js';
import { runTypedProgram } from './docs/typed-program.js';

const readme = new Document('README.md');
const tour = new Document('docs/tour.md');
const sdk = new Document('docs/sdk.md');
const undo = new Document('docs/undo.md');
const settings = new Document('docs/settings.md');
const deploying = new Document('docs/deploying.md');
const timeTravel = new Document('docs/time-travel.md');

describe('what README and docs say can be done', () => {
  const standIns = new StandIns();
  /** With what token somebody asks; who is not here has none. */
  const tokens: Record<string, string> = { Edgar: '<EDITOR token>', Ada: '<ADMIN token>' };
  let dataDir: string;
  let server: Program;
  let url: string;

  async function start(): Promise<Program> {
    const program = new Program('dist/src/main.js', [], { PORT: '0', DATA_DIR: dataDir });
    await program.written(/Ctrl-C stops it/);
    return program;
  }

  /** Asks the running server as somebody of the demo. */
  async function ask(who: string, query: string, variables?: unknown) {
    const token = tokens[who];
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${standIns.get(token)}` }) },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as { data: unknown; errors?: { extensions: object }[] };
  }

  beforeAll(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'palimpsest-docs-')), 'data');
    server = await start();
  });
  afterAll(async () => {
    await server.end();
    await rm(join(dataDir, '..'), { recursive: true });
  });

  it('starts with two commands', async () => {
    expect(readme.blocks('sh', 'Start').map(({ text }) => text)).toEqual(['npm ci\nnpm start\n']);
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      scripts: { start: string };
    };
    expect(scripts.start).toBe('exec node dist/src/main.js || node dist/src/main.js');
  });

  it('prints what is needed to try it', () => {
    const documented = tour.blocks('text')[0]!.text.replace('the data in .data.', `the data in ${dataDir}.`);
    const printed = readPrinted(documented.trimEnd(), server.output.trimEnd());
    url = printed.get(documentedUrl)!;
    for (const [name, value] of printed) standIns.set(name, value);
  });

  it.skipIf(!hasCurl())('prints a curl line that works when pasted', async () => {
    const answer: unknown = JSON.parse(await paste(curlLine(server)));
    const documented: unknown = JSON.parse(tour.blocks('json')[0]!.text);
    expect(answer).toEqual(standIns.expected(documented, answer));
  });

  it('has a token for what a query sees', async () => {
    const { data } = await ask('Edgar', timeTravel.blocks('graphql')[0]!.text);
    const snapshot = { token: expect.stringMatching(/^[\w-]+$/), at: expect.stringMatching(/Z$/) };
    expect(data).toEqual({ snapshot, posts: { totalCount: expect.any(Number) } });
  });

  it.each(['See a conflict', 'See a restore'])('shows what README says: %s', async (title) => {
    const { data } = await ask('Ada', '{ posts { nodes { id title } } }');
    const { posts } = data as { posts: { nodes: { id: string; title: string }[] } };
    const [operations, documented] = ['graphql', 'json'].map((language) => readme.blocks(language, title)[0]!.text);
    const answers = [];
    for (const [, who, text] of operations!.matchAll(/^# (\w+)\n([^#]+)/gm)) {
      for (const query of text!.trimEnd().split('\n')) {
        answers.push(await ask(who!, query.replace('<id>', posts.nodes[0]!.id)));
      }
    }
    const last = answers.pop()!;
    expect(answers.filter(({ errors }) => errors !== undefined)).toEqual([]);
    expect(last.errors?.[0]?.extensions ?? last).toMatchObject(JSON.parse(documented!) as object);
  });

  it.each(steps())('answers as in the tour: $title', async ({ title, query, variables, answer: documented }) => {
    const [, who = ''] = /^# (\w+)/.exec(query)!;
    const answer = await ask(who, query, standIns.fill(variables));
    expect(answer).toEqual(standIns.expected(documented, answer));
    if (title === 'SignIn') tokens['Edgar'] = '<Edgar’s token>';
  });

  it('gives the instants of the tour in the order in which they are documented', () => {
    const { documented, actual } = standIns.instants();
    expect(documented.length).toBeGreaterThan(5);
    expect(actual).toEqual(actual.toSorted());
  });

  it.each([readme, sdk, undo])('runs the program on the SDK in $path', async (document) => {
    const section = document === readme ? 'The SDK' : undefined;
    const [program, printed] = ['ts', 'text'].map((language) => document.blocks(language, section)[0]!.text);
    const env = { TOKEN: standIns.get('<EDITOR token>') };
    expect(await runTypedProgram(program!.replace(documentedUrl, url), env)).toBe(printed);
  });

  it('ends when told to, and continues with the data at the next start', async () => {
    expect(await server.end()).toBe(0);
    server = await start();
    expect(server.output).not.toContain('password');
    expect(await titles(server)).toEqual([
      'Palimpsests',
      'Iron gall ink',
      'Vellum',
      'Papyrus',
      'On parchment',
      'Tablets of wax',
    ]);
  });
});

describe('what README and docs list', () => {
  it('is every setting, with its default', async () => {
    const source = await readFile(join(root, 'src/config.ts'), 'utf8');
    const definitions = [...source.matchAll(/^ {2}([A-Z][A-Z_]+): (.+(?:\n {4}.+)*),$/gm)];
    const rows = settings.table('Setting');
    expect(rows.map(([name]) => name)).toEqual(definitions.map(([, name]) => name));

    const optional = definitions
      .filter(([, , definition]) => definition!.endsWith('.optional()'))
      .map(([, name]) => name);
    const withoutDefault = rows.filter(([, value]) => value === '').map(([name]) => name);
    // The address to listen on follows from another setting.
    expect(withoutDefault).toEqual(optional.filter((name) => name !== 'HOST'));
    for (const [name, value] of rows.filter((row) => row[1] !== '')) {
      expect(readConfig({ [name!]: value })).toEqual(readConfig({}));
    }
  });

  it('is every command', async () => {
    const rows = settings.table('Command');
    expect(rows.map(([command]) => command)).toEqual(await commands());
  });

  it('is every metric of its own', async () => {
    const sources = await Promise.all(
      ['metrics', 'health-gauges'].map((file) => readFile(join(root, `src/http/health/${file}.ts`), 'utf8')),
    );
    const names = sources.flatMap((source) => source.match(/(?<=')palimpsest_\w+(?=')/g) ?? []);
    const rows = deploying.table('Metric');
    expect(rows.map(([name]) => name).toSorted()).toEqual(names.toSorted());
  });

  it('is the entity that CONTRIBUTING adds', async () => {
    const guide = await readFile(join(root, 'CONTRIBUTING.md'), 'utf8');
    const dedented = guide.replaceAll(/^ +/gm, '');
    const parts = readme.blocks('ts', 'An entity of your own').map(({ text }) => text.replaceAll(/^ +/gm, ''));
    expect(parts).toHaveLength(3);
    expect(parts.filter((part) => !dedented.includes(part))).toEqual([]);
    expect(parts.join('').split('\n').filter(Boolean).length).toBeLessThanOrEqual(30);
  });

  it('is no operation and no program that is not run', () => {
    const shown = globSync(['README.md', 'docs/*.md'], { cwd: root }).flatMap((path) => {
      const page = new Document(path);
      const counts = ['graphql', 'ts'].map((language) => page.blocks(language).length);
      return counts.some((count) => count > 0) ? [[path, ...counts]] : [];
    });
    expect(Object.fromEntries(shown.map(([path, ...counts]) => [path, counts]))).toEqual({
      'README.md': [2, 1 + 3],
      'docs/tour.md': [steps().length, 0],
      'docs/sdk.md': [0, 1],
      'docs/undo.md': [0, 1],
      'docs/time-travel.md': [1, 0],
    });
  });

  it('is every page of docs, in README', () => {
    const pages = globSync('docs/*.md', { cwd: root });
    expect(
      links(readme)
        .filter((path) => /^docs\/.*\.md$/.test(path))
        .toSorted(),
    ).toEqual(pages.toSorted());
  });

  it.each(globSync(['*.md', 'docs/*.md', 'sdk/README.md'], { cwd: root }))(
    'is only files that are there: %s',
    (path) => {
      expect(links(new Document(path)).filter((file) => !existsSync(join(root, file)))).toEqual([]);
    },
  );
});

/** The steps of the tour: an operation, its variables where it has some, its answer. */
function steps() {
  return tour.text
    .split(/^(?=```graphql$)/m)
    .slice(1)
    .map((step) => {
      const [query, ...documents] = [...step.matchAll(/^```\w+\n([^]*?)^```$/gm)].map(([, text]) => text!);
      const [answer, variables = {}] = documents.map((text): unknown => JSON.parse(text)).toReversed();
      const [, title] = /(?:query|mutation) (\w+)/.exec(query!)!;
      return { title, query: query!, variables, answer };
    });
}

/** The files that a document leads to, below the root. */
function links({ path, text }: Document): string[] {
  return [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, file]) => join(dirname(path), file!));
}

/** The names of all commands of the command line, from the definitions that it is made of. */
async function commands(): Promise<string[]> {
  const source = await readFile(join(root, 'src/cli/program.ts'), 'utf8');
  const names: string[] = [];
  for (const [, maker] of source.matchAll(/\.addCommand\((\w+)\(\)\)/g)) {
    const [, file] = new RegExp(`import { ${maker} } from './(.+)\\.js'`).exec(source)!;
    const module = (await import(`../src/cli/${file}.ts`)) as Record<string, () => Command>;
    names.push(...leaves(module[maker!]!()));
  }
  return names.map((name) => `palimpsest ${name}`);
}

function leaves(command: Command): string[] {
  const { commands: below } = command;
  return below.length === 0 ? [command.name()] : below.flatMap(leaves).map((name) => `${command.name()} ${name}`);
}

function curlLine(server: Program): string {
  return /^ +(curl .+)$/m.exec(server.output)![1]!;
}

/** The titles of the posts, asked for as the printed line does. */
async function titles(server: Program): Promise<string[]> {
  const [, url, token, body] = / (http\S+) .*Bearer (\S+)' -d '(.+)'$/.exec(curlLine(server))!;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` };
  const response = await fetch(url!, { method: 'POST', headers, body: body! });
  const { data } = (await response.json()) as { data: { posts: { nodes: { title: string }[] } } };
  return data.posts.nodes.map(({ title }) => title);
}

async function paste(line: string): Promise<string> {
  const { stdout } = await promisify(execFile)('sh', ['-c', line]);
  return stdout;
}

function hasCurl(): boolean {
  try {
    execFileSync('curl', ['--version']);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
