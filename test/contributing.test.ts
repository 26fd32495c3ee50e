import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ProjectCopy } from './support/project-copy.js';

const step = /<!-- (file|line): (\S+) -->\n\s*```ts\n([\s\S]*?)\n\s*```/g;

let project: ProjectCopy;
let guide: string;

beforeAll(async () => {
  project = await ProjectCopy.make();
  guide = await readFile('CONTRIBUTING.md', 'utf8');
});

afterAll(() => project.delete());

it('adding an entity by the guide takes two files, one line and one generated migration', async () => {
  const steps = [...guide.matchAll(step)].map(([, kind, path, code]) => ({ kind, path: path!, code: dedent(code!) }));
  expect(steps.map(({ kind }) => kind)).toEqual(['file', 'file', 'line']);
  const lines = steps.flatMap(({ code }) => code.split('\n')).filter((line) => line.trim() !== '');
  expect(lines.length).toBeLessThan(40);

  for (const { kind, path, code } of steps) {
    await project.write(path, kind === 'line' ? `${await project.read(path)}${code}\n` : `${code}\n`);
  }
  const statements = await project.read(await project.makeMigration('project'));
  expect(statements).toContain('create table "project"');
  expect(statements).toContain('on "project" ("tenant_id", "name") where');
  expect(statements).toContain('alter table "project" force row level security');
  expect(statements.match(/create table/g)).toHaveLength(1);

  const before = await readFile('schema.graphql', 'utf8');
  await project.npm('run', 'schema');
  const schema = await project.read('schema.graphql');
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
  expect(await project.npm('run', '--silent', 'cli', '--', 'seed')).toBeDefined();
});

function dedent(code: string): string {
  const indent = /^ */.exec(code)![0];
  return code
    .split('\n')
    .map((line) => line.replace(indent, ''))
    .join('\n');
}
