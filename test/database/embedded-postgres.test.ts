import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { answers } from '../../src/database/client/answers.js';
import {
  type EmbeddedPostgres,
  locateRunning,
  startEmbeddedPostgres,
} from '../../src/database/embedded/embedded-postgres.js';
import { StartupError } from '../../src/database/errors/startup-error.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const root = process.getuid?.() === 0;

async function start(dataDir: string) {
  const postgres = await startEmbeddedPostgres(dataDir, { fsync: 'off' });
  let stopped: Promise<void> | undefined;
  const stop = () => (stopped ??= postgres.stop());
  onTestFinished(stop);
  return { ...postgres, stop };
}

async function ask<Row>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(statement)).rows as Row[];
  } finally {
    await client.end();
  }
}

describe('the embedded PostgreSQL, running,', () => {
  let dataDir: string;
  let postgres: EmbeddedPostgres;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'palimpsest-test-'));
    postgres = await startEmbeddedPostgres(dataDir);
  });

  afterAll(async () => {
    await postgres.stop();
    await rm(dataDir, { recursive: true });
  });

  it('orders strings the same everywhere, keeps the time of commits, and listens to this machine alone', async () => {
    const [settings] = await ask(
      postgres.adminUrl,
      `select d.encoding = pg_char_to_encoding('UTF8') as utf8, d.datlocprovider as provider, d.datlocale as locale,
         current_setting('track_commit_timestamp') as commits, current_setting('TimeZone') as zone,
         current_setting('listen_addresses') as addresses, current_setting('unix_socket_directories') as sockets
       from pg_database d where d.datname = current_database()`,
    );
    expect(settings).toEqual({
      utf8: true,
      provider: 'b',
      locale: 'C.UTF-8',
      commits: 'on',
      zone: 'UTC',
      addresses: '127.0.0.1',
      sockets: '',
    });
  });

  it('gives the owner of the tables no powers beyond making roles', async () => {
    const statement =
      'select rolsuper, rolbypassrls, rolcreatedb, rolcreaterole from pg_roles where rolname = current_user';
    const powers = { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: true };
    expect(await ask(postgres.ownerUrl, statement)).toEqual([powers]);
  });

  it('takes nobody without the password, which only its account can read', async () => {
    const guess = new URL(postgres.superuserUrl);
    guess.password = 'postgres';
    expect(await answers(guess.href)).toBe(false);
    expect(await answers(postgres.superuserUrl)).toBe(true);
    expect((await stat(join(dataDir, 'postgres', 'credentials.json'))).mode & 0o777).toBe(0o600);
  });

  it('refuses a second start on its folder, naming the process that has it', async () => {
    const refusal: unknown = await startEmbeddedPostgres(dataDir).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(StartupError);
    expect(String(refusal)).toContain(`in use by another server (process ${process.pid})`);
  });

  it('is found by others', async () => {
    expect(await locateRunning(dataDir)).toMatchObject({ ownerUrl: postgres.ownerUrl });
  });
});

describe('the embedded PostgreSQL', () => {
  it('keeps its data from one start to the next', async () => {
    const dataDir = await temporaryFolder();
    const first = await start(dataDir);
    await ask(first.ownerUrl, 'create table kept as select 42 as answer');
    await first.stop();
    expect(await locateRunning(dataDir)).toBeUndefined();
    const second = await start(dataDir);
    expect(await ask(second.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('lets one of two that start at once on a new folder have it', async () => {
    const dataDir = await temporaryFolder();
    const starts = await Promise.allSettled([start(dataDir), start(dataDir)]);
    expect(starts.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('starts again after it was killed and left its file behind', async () => {
    const dataDir = await temporaryFolder();
    const { ownerUrl, stop } = await start(dataDir);
    await ask(ownerUrl, 'create table kept as select 42 as answer');
    const file = join(dataDir, 'postgres', 'data', 'postmaster.pid');
    process.kill(Number.parseInt(await readFile(file, 'utf8'), 10), 'SIGKILL');
    await stop();
    expect(await stat(file)).toBeTruthy();
    const again = await start(dataDir);
    expect(await ask(again.ownerUrl, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('does not take another program for the PostgreSQL whose number it now has', async () => {
    const dataDir = await temporaryFolder();
    await (await start(dataDir)).stop();
    const file = join(dataDir, 'postgres', 'data', 'postmaster.pid');
    await writeFile(file, `${process.pid}\n${dataDir}\n1\n1\n\n127.0.0.1\n1 1\nready   \n`);
    const { ownerUrl } = await start(dataDir);
    expect(await answers(ownerUrl)).toBe(true);
  });

  it('leaves nothing half-made of an interrupted first start', async () => {
    const dataDir = await temporaryFolder();
    await mkdir(join(dataDir, '.postgres-abc', 'data'), { recursive: true });
    await start(dataDir);
    expect(await readdir(dataDir)).toEqual(['postgres']);
  });

  it('says in one sentence that its folder is a file', async () => {
    const file = join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    await expect(start(file)).rejects.toThrow(
      new StartupError(`The data folder ${file} is a file; choose another with DATA_DIR.`),
    );
    await expect(start(join(file, 'data'))).rejects.toThrow(/cannot be made, since a part of its path is a file/);
  });

  it.skipIf(root)('says in one sentence that its folder is not writable', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o555);
    await expect(start(folder)).rejects.toThrow(
      new StartupError(`The data folder ${folder} is not writable for this account; choose another with DATA_DIR.`),
    );
  });

  it.runIf(root)('runs for root in a folder that nobody else may enter', async () => {
    const folder = await temporaryFolder();
    await chmod(folder, 0o700);
    const { ownerUrl } = await start(join(folder, 'data'));
    expect(await answers(ownerUrl)).toBe(true);
  });

  it('logs no statement and no value', async () => {
    const dataDir = await temporaryFolder();
    const { ownerUrl, stop } = await start(dataDir);
    await ask(ownerUrl, "create table one (name text primary key); insert into one values ('canary-1')");
    await expect(ask(ownerUrl, `insert into one values ('canary-1')`)).rejects.toThrow(/duplicate key/);
    await expect(ask(ownerUrl, `select canary_2`)).rejects.toThrow(/does not exist/);
    await stop();
    const log = await readFile(join(dataDir, 'postgres', 'postgres.log'), 'utf8');
    expect(log).toContain('duplicate key');
    expect(log).not.toContain('canary-1');
  });
});
