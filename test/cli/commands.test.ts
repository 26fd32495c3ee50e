import { decodeJwt } from 'jose';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { runProgram } from '../support/run-program.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const secret = 'a secret that no output may ever contain';
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\n$/;

const cli = (args: readonly string[], settings: Record<string, string>) => runProgram('cli/main.js', args, settings);

const noDatabaseIn = (folder: string) => ({
  code: 1,
  stdout: '',
  stderr: `There is no database in ${folder}; name its folder with DATA_DIR, or make one by \`palimpsest migrate up\`.\n`,
});

describe('commands beside a running database', () => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;
  const command = (...args: string[]) => cli(args, { DATA_DIR: dataDir, AUTH_JWT_SECRET: secret });

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'palimpsest-test-'));
    postgres = await startEmbeddedPostgres(dataDir);
    await command('seed');
  });

  afterAll(async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true });
  });

  it('make an organization and print its id', async () => {
    const { code, stdout } = await command('org', 'create', '--slug', 'initech', '--name', 'Initech');
    expect(code).toBe(0);
    expect(stdout).toMatch(uuid);
  });

  it('print a token alone: of the first user of the role, or of the one that is asked for', async () => {
    const { code, stdout, stderr } = await command('token', '--org', 'acme', '--role', 'EDITOR');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const editor = decodeJwt(stdout.trim());
    const asked = await command('token', '--org', 'acme', '--user', 'edgar@acme.example');
    expect(decodeJwt(asked.stdout.trim())).toMatchObject({ sub: editor.sub, org: editor.org });
  });

  it('let an organization without users speak for itself', async () => {
    await command('org', 'create', '--slug', 'hooli', '--name', 'Hooli');
    const { stdout } = await command('token', '--org', 'hooli', '--role', 'ADMIN');
    const { sub, org } = decodeJwt(stdout.trim());
    expect(sub).toBe(org);
  });

  it('list the migrations', async () => {
    const { stdout } = await command('migrate', 'status');
    expect(stdout).toMatch(/^(applied {2}Migration\d{14}_\w+\n)+$/);
    expect((await command('migrate', 'up')).stdout).toBe('Nothing was pending.\n');
  });

  it.each([
    [['org', 'create', '--slug', 'acme', '--name', 'Again'], 'There already is an organization acme.'],
    [['org', 'create', '--slug', 'Not A Slug', '--name', 'x'], 'The slug must be 1 to 63 of a-z, 0-9 and -'],
    [['org', 'create', '--slug', 'x', '--name', ' '], 'The name must have 1 to 255 characters'],
    [['token', '--org', 'nowhere', '--role', 'ADMIN'], 'There is no organization nowhere.'],
    [['token', '--org', 'acme', '--user', 'gloria@globex.example'], 'There is no user gloria@globex.example in acme.'],
    [
      ['token', '--org', 'acme', '--role', 'EMPEROR'],
      "'EMPEROR' is invalid. Allowed choices are VIEWER, EDITOR, ADMIN.",
    ],
    [['token', '--org', 'acme'], '--role or --user is missing; one of them says for whom the token is.'],
    [
      ['token', '--org', 'acme', '--role', 'ADMIN', '--user', 'edgar@acme.example'],
      'The user edgar@acme.example has the role EDITOR, not ADMIN.',
    ],
    [['token', '--org', 'hooli', '--role', 'EDITOR'], 'There is no user of the role EDITOR in hooli.'],
    [['seed'], 'There already is an organization acme.'],
    [['conquer'], "unknown command 'conquer'"],
  ])('refuse %j in one sentence on standard error', async (args, sentence) => {
    const { code, stdout, stderr } = await command(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain(secret);
  });
});

describe('commands', () => {
  it('start the database for themselves where none runs, also several at once', async () => {
    const dataDir = await temporaryFolder();
    const slugs = ['one', 'two', 'three'];
    const made = await Promise.all(
      slugs.map((slug) => cli(['org', 'create', '--slug', slug, '--name', slug], { DATA_DIR: dataDir })),
    );
    expect(made.map(({ code, stderr }) => ({ code, stderr }))).toEqual(slugs.map(() => ({ code: 0, stderr: '' })));
    const token = await cli(['token', '--org', 'two', '--role', 'ADMIN'], { DATA_DIR: dataDir });
    expect(decodeJwt(token.stdout.trim()).org).toBe(made[1]?.stdout.trim());
  });

  it.each([
    [['history', 'x', '--org', 'acme']],
    [['diff', 'x', '1', '2', '--org', 'acme']],
    [['undo', 'x', '--org', 'acme']],
    [['hold', 'list', '--org', 'acme']],
    [['token', '--org', 'acme', '--role', 'ADMIN']],
    [['verify']],
    [['backfill']],
    [['purge']],
    [['audit', 'list']],
    [['migrate', 'status']],
  ])('%j says where there is no database, and makes none', async (args) => {
    const folder = await temporaryFolder();
    const DATA_DIR = join(folder, 'mistyped');
    expect(await cli(args, { DATA_DIR })).toEqual(noDatabaseIn(DATA_DIR));
    expect(await readdir(folder)).toEqual([]);
  });

  it('make nothing in a folder of other things, and none below a file', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'file');
    await writeFile(file, '');
    for (const DATA_DIR of [folder, join(file, 'data')]) {
      expect(await cli(['verify'], { DATA_DIR })).toEqual(noDatabaseIn(DATA_DIR));
    }
    expect(await readdir(folder)).toEqual(['file']);
  });

  it.each([
    [[]],
    [['migrate']],
    [['migrate', 'up']],
    [['org', 'create']],
    [['token']],
    [['schema', 'print']],
    [['serve']],
  ])('%j explains itself', async (args) => {
    const { code, stdout } = await cli([...args, '--help'], { PORT: 'malformed' });
    expect(code).toBe(0);
    expect(stdout).toContain(`Usage: palimpsest ${args.join(' ')}`.trimEnd());
  });

  it.each([
    [['history'], ['--org']],
    [['diff'], ['--org']],
    [['undo'], ['--org']],
    [
      ['hold', 'place'],
      ['--org', '--reason'],
    ],
    [['hold', 'list'], ['--org']],
    [
      ['org', 'create'],
      ['--slug', '--name'],
    ],
    [['audit', 'drop'], ['--before']],
    [['token'], ['--org']],
  ])('%j says which options are required', async (args, required) => {
    const { stdout } = await cli([...args, '--help'], {});
    // A description may go on in the next line.
    const options = stdout.split(/\n +(?=-)/).slice(1);
    const told = options.filter((text) => text.replaceAll(/\s+/g, ' ').includes('(required)'));
    expect(told.map((text) => /--\w+/.exec(text)![0])).toEqual(required);
  });

  it('print the schema as it is committed, without a database', async () => {
    const { code, stdout } = await cli(['schema', 'print'], { DATA_DIR: '/dev/null' });
    expect(code).toBe(0);
    expect(stdout).toBe(await readFile('schema.graphql', 'utf8'));
  });

  it.each([
    [['migrate', 'up'], {}, 'MIGRATION_DATABASE_URL is missing; migrating needs the owner of the tables.'],
    [['serve'], {}, 'AUTH_JWT_SECRET or AUTH_JWKS_URL is missing; with DATABASE_URL one of them is required.'],
    [['serve'], { AUTH_JWT_SECRET: 'hunter2' }, 'AUTH_JWT_SECRET must have at least 32 characters.'],
    [['migrate', 'status'], {}, 'The database at 127.0.0.1:1 cannot be reached (ECONNREFUSED); check that it runs'],
    [['serve'], { AUTH_JWT_SECRET: secret }, 'The database at 127.0.0.1:1 cannot be reached (ECONNREFUSED)'],
  ])('%j names what is missing, and no secret', async (args, settings, sentence) => {
    const DATABASE_URL = 'postgresql://server:hunter2@127.0.0.1:1/palimpsest';
    const { code, stderr } = await cli(args, { DATABASE_URL, ...settings });
    expect(code).toBe(1);
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toMatch(/hunter2|a secret/);
  });
});
