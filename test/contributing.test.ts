import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Program } from './docs/program.js';
import { type Answer, requestGraphql } from './support/graphql-client.js';
import { ProjectCopy } from './support/project-copy.js';

const step = /<!-- (file|line): (\S+) -->\n\s*```ts\n([\s\S]*?)\n\s*```/g;
/** Compiling, generating and starting, several times over. */
const patience = 300_000;

let project: ProjectCopy;
let guide: string;

beforeAll(async () => {
  project = await ProjectCopy.make();
  guide = await readFile('CONTRIBUTING.md', 'utf8');
});

afterAll(() => project.delete());

/** Does what a section of the guide says is to be written. */
async function follow(title: string) {
  const [, text] = guide.split(`\n## ${title}\n`);
  const [section = ''] = text!.split('\n## ');
  const steps = [...section.matchAll(step)].map(([, kind, path, code]) => ({ kind, path: path!, code: dedent(code!) }));
  for (const { kind, path, code } of steps) {
    await project.write(path, kind === 'line' ? `${await project.read(path)}${code}\n` : `${code}\n`);
  }
  return steps;
}

it(
  'adding an entity by the guide takes two files, one line and one generated migration',
  { timeout: patience },
  async () => {
    const steps = await follow('Adding an entity');
    expect(steps.map(({ kind }) => kind)).toEqual(['file', 'file', 'line']);
    const lines = steps.flatMap(({ code }) => code.split('\n')).filter((line) => line.trim() !== '');
    expect(lines.length).toBeLessThan(40);

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
  },
);

describe('more of an entity, by the guide', () => {
  let server: Program;
  let steps: Awaited<ReturnType<typeof follow>>;
  let statements: string;
  beforeAll(async () => {
    steps = await follow('More of an entity');
    statements = await project.read(await project.makeMigration('deal'));
    await project.npm('run', 'build');
    server = await start();
  }, patience);
  afterAll(() => server.end());

  it('is three files, one line and one generated migration', () => {
    expect(steps.map(({ kind }) => kind)).toEqual(['file', 'file', 'file', 'line']);
    expect(statements).toContain('"amount" numeric(12,2) not null');
    expect(statements).toContain('"closes_on" date null');
  });

  it('gives decimals, days, an enum and a tree', async () => {
    const { createDeal } = await create({ title: 'Abbey', amount: '1200.25', closesOn: '2026-11-30' });
    expect(createDeal.deal).toEqual({
      id: createDeal.deal.id,
      amount: '1200.25',
      closesOn: '2026-11-30',
      stage: 'OPEN',
    });
    const part = await create({ title: 'Vellum', amount: '10.10', parentId: createDeal.deal.id });
    const tree = await ask(
      'EDITOR',
      `{ deal(id: "${createDeal.deal.id}") { parts { nodes { id parent { title } } } } }`,
    );
    const nodes = [{ id: part.createDeal.deal.id, parent: { title: 'Abbey' } }];
    expect(tree).toMatchObject({ errors: [], data: { deal: { parts: { nodes } } } });
    const ring = await update('EDITOR', createDeal.deal.id, { parentId: part.createDeal.deal.id });
    expect(ring.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  it('holds the rule on every way to a new state, the mutation of its own included', async () => {
    const { createDeal } = await create({ title: 'Priory', amount: '5' });
    const { id } = createDeal.deal;
    const refused = [{ message: 'Only administrators win deals.', extensions: { code: 'FORBIDDEN', field: 'stage' } }];
    const win = `mutation { winDeal(input: { id: "${id}", expectedVersion: 1, closesOn: "2026-12-01" }) { deal { stage closesOn } changeSet { operationName } } }`;
    expect((await update('EDITOR', id, { stage: 'WON' })).errors).toMatchObject(refused);
    expect((await ask('EDITOR', win)).errors).toMatchObject(refused);
    const won = await ask('ADMIN', win);
    expect(won).toMatchObject({ errors: [], data: { winDeal: { deal: { stage: 'WON', closesOn: '2026-12-01' } } } });
    expect((await update('EDITOR', id, { stage: 'OPEN' }, 2)).errors).toEqual([]);
    const back = `mutation { revertDeal(input: { id: "${id}", expectedVersion: 3, toVersion: 2 }) { deal { stage } } }`;
    expect((await ask('EDITOR', back)).errors).toMatchObject(refused);
  });

  it('changes data in a migration, for every tenant, with versions that name it', { timeout: patience }, async () => {
    const { createDeal } = await create({ title: 'Convent', amount: '100.10' });
    const { id } = createDeal.deal;
    await server.end();
    const [, name, code] = /<!-- migration: (\w+) -->\n```ts\n([^]*?)\n```/.exec(guide)!;
    expect(guide).toContain(`npm run migration -- --name ${name} --blank`);
    const path = await project.makeMigration(name!, '--blank');
    const blank = await project.read(path);
    await project.write(
      path,
      blank.replace(/this\.addSql\(.*\);/, () => code!),
    );
    await project.npm('run', 'build');
    server = await start();
    const query = `{ deal(id: "${id}") { amount version history(first: 1) { nodes { actor { kind id } changeSet { reason source } } } } }`;
    const actor = { kind: 'SQL', id: 'palimpsest migrate up' };
    const migration = path.replace('migrations/', '').replace('.ts', '');
    const nodes = [{ actor, changeSet: { reason: `${migration}: prices rise`, source: 'SQL' } }];
    const { errors, data } = await ask('EDITOR', query);
    expect({ errors, data }).toEqual({
      errors: [],
      data: { deal: { amount: '110.11', version: 2, history: { nodes } } },
    });
    expect(await project.npm('run', '--silent', 'cli', '--', 'verify')).toContain(': 0 findings.');
  });

  async function start(): Promise<Program> {
    const settings = { PORT: '0', DATA_DIR: `${project.folder}/.data` };
    const program = new Program('dist/src/main.js', [], settings, project.folder);
    await program.written(/Ctrl-C stops it/);
    return program;
  }

  function ask<Data>(role: string, query: string, variables?: Record<string, unknown>): Promise<Answer<Data>> {
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(server.output)!;
    const [, token] = new RegExp(`^  ${role} +(\\S+)$`, 'm').exec(server.output)!;
    return requestGraphql<Data>(url, { query, ...(variables && { variables }), token: token! });
  }

  async function create(input: object) {
    const query =
      'mutation ($input: CreateDealInput!) { createDeal(input: $input) { deal { id amount closesOn stage } } }';
    const { data, errors } = await ask<{ createDeal: { deal: { id: string } } }>('EDITOR', query, { input });
    expect(errors).toEqual([]);
    return data!;
  }

  function update(role: string, id: string, patch: object, expectedVersion = 1) {
    const query = 'mutation ($input: UpdateDealInput!) { updateDeal(input: $input) { deal { version } } }';
    return ask(role, query, { input: { id, expectedVersion, patch } });
  }
});

function dedent(code: string): string {
  const indent = /^ */.exec(code)![0];
  return code
    .split('\n')
    .map((line) => line.replace(indent, ''))
    .join('\n');
}
