import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';

const run = promisify(execFile);
const copied = ['src', 'migrations', 'package.json', 'tsconfig.json', 'tsconfig.build.json', 'schema.graphql'];
const step = /<!-- (file|line): (\S+) -->\n\s*```ts\n([\s\S]*?)\n\s*```/g;

let project: string;
let guide: string;

beforeAll(async () => {
  project = await mkdtemp(join(tmpdir(), 'palimpsest-entity-'));
  for (const path of copied) await cp(path, join(project, path), { recursive: true });
  await symlink(join(process.cwd(), 'node_modules'), join(project, 'node_modules'));
  guide = await readFile('CONTRIBUTING.md', 'utf8');
});

afterAll(() => rm(project, { recursive: true }));

it('adding an entity by the guide takes two files, one line and one generated migration', async () => {
  const steps = [...guide.matchAll(step)].map(([, kind, path, code]) => ({ kind, path: path!, code: dedent(code!) }));
  expect(steps.map(({ kind }) => kind)).toEqual(['file', 'file', 'line']);
  const lines = steps.flatMap(({ code }) => code.split('\n')).filter((line) => line.trim() !== '');
  expect(lines.length).toBeLessThan(40);

  for (const { kind, path, code } of steps) {
    const file = join(project, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, kind === 'line' ? `${await readFile(file, 'utf8')}${code}\n` : `${code}\n`);
  }
  const migration = await npm('run', 'migration', '--', '--name', 'project');
  expect(migration).toMatch(/migrations\/Migration\d+_project\.ts/);
  const file = /migrations\/Migration\d+_project\.ts/.exec(migration)![0];
  const statements = await readFile(join(project, file), 'utf8');
  expect(statements).toContain('create table "project"');
  expect(statements).toContain('on "project" ("tenant_id", "name") where');
  expect(statements).toContain('alter table "project" force row level security');
  expect(statements.match(/create table/g)).toHaveLength(1);

  const before = await readFile('schema.graphql', 'utf8');
  await npm('run', 'schema');
  const schema = await readFile(join(project, 'schema.graphql'), 'utf8');
  for (const name of [
    'project(',
    'projects(',
    'createProject(',
    'revertProject(',
    'type ProjectVersion ',
    'dueAt: DateTime',
  ]) {
    expect(before).not.toContain(name);
    expect(schema).toContain(name);
  }
  // Starting migrates, and checks that every table is a tenant's, that of the new entity included.
  expect(await npm('run', '--silent', 'cli', '--', 'seed')).toBeDefined();
});

function npm(...args: string[]): Promise<string> {
  const env = { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: join(project, '.data') };
  return run('npm', args, { cwd: project, env }).then(
    ({ stdout }) => stdout,
    ({ message, stdout }: Error & { stdout: string }) => Promise.reject(new Error(`${message}\n${stdout}`)),
  );
}

function dedent(code: string): string {
  const indent = /^ */.exec(code)![0];
  return code
    .split('\n')
    .map((line) => line.replace(indent, ''))
    .join('\n');
}
