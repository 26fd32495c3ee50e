import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Change, changesOf } from './docs/changes-of.js';
import { withField, withImports, withoutField } from './docs/entity-source.js';
import { Program } from './docs/program.js';
import { ConsolePage } from './console/console-page.js';
import { startBrowser } from './support/browser.js';
import { type Answer, requestGraphql } from './support/graphql-client.js';
import { ProjectCopy } from './support/project-copy.js';

const step = /<!-- (file|line): (\S+) -->\n\s*```ts\n([\s\S]*?)\n\s*```/g;
/** Compiling, generating and starting, several times over. */
const patience = 300_000;

const browser = await startBrowser();
let project: ProjectCopy;
let guide: string;

beforeAll(async () => {
  project = await ProjectCopy.make();
  guide = await readFile('CONTRIBUTING.md', 'utf8');
});

afterAll(async () => {
  await browser?.close();
  await project.delete();
});

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
    await project.npm('run', 'build:server');
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

  it.skipIf(browser === undefined)(
    'is in the console with list, form, timeline, trash, activity and undo, without a line',
    async () => {
      const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(server.output)!;
      const [, token] = /^ {2}EDITOR +(\S+)$/m.exec(server.output)!;
      const page = await ConsolePage.open(browser!, url, token);
      try {
        await page.goTo('');
        await page.click('link', 'projects');
        await page.reads('0 records');
        await page.click('link', 'deals');
        await page.click('link', 'New deal');
        await page.fill(/^title/, 'Scriptorium');
        await page.fill(/^amount/, '1234.50');
        await page.fill('closes on', '2026-12-24');
        await page.click('button', 'Create');
        await page.heading('Scriptorium');
        await page.reads('1234.50');
        await page.reads('Version 1');
        await page.click('button', 'Delete');
        await page.click('button', 'Delete', page.page.getByRole('dialog'));
        await page.reads('This record is in the trash.');
        await page.goTo('records/deals?deleted=ONLY&from.amount=1000');
        await page.reads('1 record');
        await page.goTo('records/deals?deleted=ONLY&to.amount=1000');
        await page.reads('0 records');
        await page.click('link', 'Trash');
        await page.page
          .getByRole('row', { name: /Scriptorium/ })
          .getByRole('button', { name: 'Restore' })
          .click();
        await page.click('button', 'Restore', page.page.getByRole('dialog'));
        await page.reads('It is back.');
        await page.goTo('activity?type=Deal');
        await page.click('link', 'Details');
        await page.click('link', 'Undo…');
        await page.click('button', 'Undo 1 record');
        await page.reads('It undid');
        expect(page.faults).toEqual([]);
      } finally {
        await page.close();
      }
    },
  );

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
    await project.npm('run', 'build:server');
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

  it('changes an entity, and old versions show and give what the table says', { timeout: 2 * patience }, async () => {
    const rows = changesOf(guide);
    const [first, second] = [rows.slice(0, 4), rows.slice(4)];
    const { createDeal } = await create({ title: 'Minster', amount: '1200.25', stage: 'LOST' });
    const { id } = createDeal.deal;
    const ledger = 'mutation { createProject(input: { name: "Ledger" }) { project { id } } }';
    expect((await ask('EDITOR', ledger)).errors).toEqual([]);

    await server.end();
    await edit('deal/deal.entity.ts', (text) =>
      first.reduce((sofar, { code, names }) => withField(sofar, code, names), text),
    );
    await migrate('new-fields');
    expect(await firstSnapshot('Deal', id, first)).toEqual(together(first, 'shows'));
    expect((await update('EDITOR', id, { industry: 'BOOKS', effort: 3, notes: 'gilt' })).errors).toEqual([]);
    expect(await revertToFirst('Deal', id, 2, first)).toEqual(together(first, 'gives'));

    await server.end();
    const drops = second.filter(({ code }) => code.startsWith('--drop'));
    await edit('deal/deal.entity.ts', (text) => {
      const written = second.filter(({ code }) => code.startsWith('@Field'));
      const changed = written.reduce((sofar, { code, names }) => withField(sofar, code, names), text);
      const left = drops.reduce((sofar, { names }) => withoutField(sofar, names[0]!), changed);
      return withImports(left.replace('@Versioned()', "@Was('Deal')\n@Versioned()"));
    });
    for (const file of ['deal/deal.entity.ts', 'deal/deal.resolver.ts']) {
      await edit(file, (text) => text.replaceAll(/(?<!')\bDeal\b/g, 'Offer'));
    }
    await edit('deal/stage.ts', (text) => text.replace("LOST = 'LOST'", "GONE = 'GONE'"));
    await project.remove('src/modules/project');
    await edit('index.ts', (text) => text.replace(/.*project\.resolver.*\n/, ''));
    await migrate('changed-fields', ...drops.flatMap(({ code }) => code.split(' ')));
    expect(await firstSnapshot('Offer', id, second)).toEqual(together(second, 'shows'));
    const query = `{ diff(id: "${id}", from: 1, to: 2) { field before after } offer(id: "${id}") { history { nodes { version changes { field before after } } } } }`;
    const { data } = await ask<{
      diff: object[];
      offer: { history: { nodes: { version: number; changes: object[] }[] } };
    }>('EDITOR', query);
    const notes = { field: 'notes', before: null, after: 'gilt' };
    expect(data!.diff).toContainEqual(notes);
    expect(data!.offer.history.nodes.find(({ version }) => version === 2)!.changes).toContainEqual(notes);
    const patch = { sector: 'INK', effort: '2.50', amount: '1.00', stage: 'OPEN' };
    expect((await update('EDITOR', id, patch, 3, 'Offer')).errors).toEqual([]);
    expect(await revertToFirst('Offer', id, 4, second)).toEqual(together(second, 'gives'));
    expect(await project.npm('run', '--silent', 'cli', '--', 'verify')).toContain(': 0 findings.');
  });

  /** Has the migration written, builds and starts. */
  async function migrate(name: string, ...options: string[]): Promise<void> {
    await project.makeMigration(name, ...options);
    await project.npm('run', 'build:server');
    server = await start();
  }

  async function edit(file: string, by: (text: string) => string): Promise<void> {
    await project.write(`src/modules/${file}`, by(await project.read(`src/modules/${file}`)));
  }

  /** All fields that rows of the table speak of, and their values. */
  function together(rows: readonly Change[], column: 'shows' | 'gives'): object {
    return Object.assign({}, ...rows.map((row) => row[column])) as object;
  }

  function selection(rows: readonly Change[]): string {
    return Object.keys(together(rows, 'shows'))
      .map((name) => (name === 'tags' ? 'tags { id }' : name))
      .join(' ');
  }

  async function firstSnapshot(type: string, id: string, rows: readonly Change[]): Promise<object> {
    const of = type.toLowerCase();
    const query = `{ ${of}(id: "${id}") { history { nodes { version ... on ${type}Version { snapshot { ${selection(rows)} } } } } } }`;
    type Answered = Record<string, { history: { nodes: { version: number; snapshot: object }[] } }>;
    const { data, errors } = await ask<Answered>('EDITOR', query);
    expect(errors).toEqual([]);
    return data![of]!.history.nodes.find(({ version }) => version === 1)!.snapshot;
  }

  async function revertToFirst(type: string, id: string, expectedVersion: number, rows: readonly Change[]) {
    const [of, input] = [type.toLowerCase(), `{ id: "${id}", expectedVersion: ${expectedVersion}, toVersion: 1 }`];
    const query = `mutation { revert${type}(input: ${input}) { ${of} { ${selection(rows)} } } }`;
    const { data, errors } = await ask<Record<string, Record<string, object>>>('EDITOR', query);
    expect(errors).toEqual([]);
    return data![`revert${type}`]![of];
  }

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

  function update(role: string, id: string, patch: object, expectedVersion = 1, type = 'Deal') {
    const query = `mutation ($input: Update${type}Input!) { update${type}(input: $input) { ${type.toLowerCase()} { version } } }`;
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
