import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/database/embedded/embedded-postgres.js';
import { asSuperuser } from '../support/cluster.js';
import { runProgram } from '../support/run-program.js';
import { monthOf, monthsAgo } from '../versioning/audit-log/audit-log.js';

let dataDir: string;
let folder: string;
let postgres: EmbeddedPostgres;

const command = (...args: string[]) => runProgram('cli/main.js', args, { DATA_DIR: dataDir });
const query = async <Row extends object>(text: string, values: unknown[] = []) =>
  (await asSuperuser(postgres.adminUrl, (client) => client.query<Row>(text, values))).rows;
const month = (ago: number) => monthOf(monthsAgo(ago));
const lines = (text: string) => text.trimEnd().split('\n');

/** Entries of both organizations of the demo, with everything in them that a line of JSON could get wrong. */
const write = (ago: number, count: number) =>
  query(
    `insert into audit_entry (occurred_at, action, actor_kind, actor_id, entity_type, entity_id, before, after, request_id, tenant_id)
     select $1::timestamptz + (100 - n) * interval '1 microsecond', 'post.update', 'USER', E'a "quoted"\\nactor', 'post',
       gen_random_uuid(), '{"title": "line\\nline", "price": 12345678901234567890.10}', '{"title": "\\u2028é"}', null, o.id
     from generate_series(1, $2) n cross join organization o`,
    [monthsAgo(ago), count],
  );

beforeAll(async () => {
  [dataDir, folder] = await Promise.all([
    mkdtemp(join(tmpdir(), 'palimpsest-test-')),
    mkdtemp(join(tmpdir(), 'palimpsest-test-')),
  ]);
  postgres = await startEmbeddedPostgres(dataDir);
  await command('seed');
  for (const ago of [5, 4, 3]) await write(ago, 5 * ago);
});

afterAll(async () => {
  await postgres.stop();
  for (const made of [dataDir, folder]) await rm(made, { recursive: true });
});

describe('palimpsest audit', () => {
  it('lists the months with their entries', async () => {
    const { code, stdout, stderr } = await command('audit', 'list');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines(stdout)).toEqual([
      `${month(5)}  50 entries`,
      `${month(4)}  40 entries`,
      `${month(3)}  30 entries`,
      expect.stringMatching(new RegExp(`^${month(0)}  \\d\\d entries$`)),
      ...[-1, -2, -3].map((ago) => `${month(ago)}  0 entries`),
    ]);
  });

  it.each([
    ['a malformed month', ['--before', '2026-13'], 'It must be a month such as 2026-08.'],
    ['a day', ['--before', '2026-08-01'], 'It must be a month such as 2026-08.'],
    [
      'a future month',
      ['--before', month(-1)],
      `The months before ${month(-1)} are not all over; --before takes no month that is yet to come.`,
    ],
    ['no month', [], "required option '--before <month>' not specified"],
    ['a folder that is not there', ['--before', month(2), '--archive', 'no/archive'], 'cannot be written (ENOENT)'],
    ['a file as a folder', ['--before', month(2), '--archive', 'package.json/archive'], 'cannot be written (ENOTDIR)'],
    ['an existing file', ['--before', month(2), '--archive', 'package.json'], 'package.json exists; name a new file.'],
  ])('refuses %s in one sentence and drops nothing', async (_, args, sentence) => {
    const manifest = await readFile('package.json', 'utf8');
    const { code, stdout, stderr } = await command('audit', 'drop', ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(sentence);
    expect(lines(stderr)).toHaveLength(1);
    expect(await query('select from audit_drop')).toEqual([]);
    expect(await query('select from palimpsest.audit_partitions()')).toHaveLength(7);
    expect(await readFile('package.json', 'utf8')).toBe(manifest);
  });

  it('refuses a month with entries of a record under legal hold, and leaves no archive', async () => {
    const [entry] = await query<{ id: string; tenant: string }>(
      `select entity_id as id, tenant_id as tenant from audit_entry where occurred_at < $1 limit 1`,
      [monthsAgo(4)],
    );
    await asSuperuser(postgres.adminUrl, async (client) => {
      await client.query("select set_config('app.tenant_id', $1, false)", [entry!.tenant]);
      await client.query("insert into post (id, title, slug, body) values ($1, 'Held', 'held', '')", [entry!.id]);
      await client.query(
        "insert into legal_hold (entity_id, entity_type, change_set_id, reason) values ($1, 'post', palimpsest.change_set_of_transaction(), 'a lawsuit')",
        [entry!.id],
      );
    });
    const archive = join(folder, 'held.jsonl');
    const { code, stdout, stderr } = await command('audit', 'drop', '--before', month(2), '--archive', archive);
    expect({ code, stdout, stderr }).toEqual({
      code: 1,
      stdout: '',
      stderr: `The month ${month(5)} of the audit log has entries of a record under legal hold.\n`,
    });
    expect(await readdir(folder)).toEqual([]);
    await query('delete from legal_hold');
  });

  it('archives all entries of everybody, oldest first and with all their columns, and then drops them', async () => {
    const stored = await query<{ line: string }>(
      `select row_to_json(e)::text as line from audit_entry e where occurred_at < $1 order by occurred_at, id`,
      [`${month(3)}-01T00:00:00Z`],
    );
    const archive = join(folder, 'archive.jsonl');
    const { code, stdout, stderr } = await command('audit', 'drop', '--before', month(3), '--archive', archive);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(lines(stdout)).toEqual([
      `Dropped ${month(5)}: 50 entries.`,
      `Dropped ${month(4)}: 40 entries.`,
      `Their entries are in ${archive}.`,
    ]);
    const text = await readFile(archive, 'utf8');
    expect(text.endsWith('\n')).toBe(true);
    expect(text.split('\n').slice(0, -1)).toEqual(stored.map(({ line }) => line));
    expect(Object.keys(JSON.parse(lines(text)[0]!) as object).toSorted()).toEqual(
      [
        'id occurred_at action actor_kind actor_id entity_type entity_id version before after change_set_id request_id tenant_id',
      ]
        .flatMap((names) => names.split(' '))
        .toSorted(),
    );
    expect(await readdir(folder)).toEqual(['archive.jsonl']);
    const listed = lines((await command('audit', 'list')).stdout);
    expect(listed[0]).toMatch(
      new RegExp(`^${month(5)}  50 entries, dropped \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ by palimpsest_owner$`),
    );
    expect(listed[2]).toBe(`${month(3)}  30 entries`);
  });

  it('drops without an archive too', async () => {
    const { code, stdout } = await command('audit', 'drop', '--before', month(2));
    expect({ code, stdout }).toEqual({ code: 0, stdout: `Dropped ${month(3)}: 30 entries.\n` });
  });

  it('makes no archive where there is nothing to drop', async () => {
    const archive = join(folder, 'nothing.jsonl');
    const { code, stdout } = await command('audit', 'drop', '--before', month(2), '--archive', archive);
    expect({ code, stdout }).toEqual({ code: 0, stdout: `There is no month before ${month(2)}.\n` });
    expect(await readdir(folder)).toEqual(['archive.jsonl']);
  });

  it('needs the owner of the tables', async () => {
    const settings = { DATABASE_URL: postgres.applicationUrl };
    const missing = await runProgram('cli/main.js', ['audit', 'list'], settings);
    expect(missing).toEqual({
      code: 1,
      stdout: '',
      stderr: 'MIGRATION_DATABASE_URL is missing; this needs the owner of the tables.\n',
    });
    const another = { ...settings, MIGRATION_DATABASE_URL: postgres.applicationUrl };
    expect((await runProgram('cli/main.js', ['audit', 'list'], another)).stderr).toBe(
      'The role of MIGRATION_DATABASE_URL does not own the tables.\n',
    );
    const owner = { ...settings, MIGRATION_DATABASE_URL: postgres.ownerUrl };
    expect((await runProgram('cli/main.js', ['audit', 'list'], owner)).code).toBe(0);
  });

  it('never overwrites a file that has come up meanwhile, and then drops nothing', async () => {
    await write(4, 1);
    await command('migrate', 'up');
    const archive = join(folder, 'late.jsonl');
    // Its first lock stops the command once it has begun its file.
    const dropping = await asSuperuser(postgres.ownerUrl, async (client) => {
      await client.query('begin');
      await client.query('select palimpsest.lock_audit_log()');
      const running = command('audit', 'drop', '--before', month(2), '--archive', archive);
      for (;;) {
        const { rowCount } = await client.query("select from pg_locks where locktype = 'advisory' and not granted");
        if (rowCount) break;
      }
      await writeFile(archive, 'somebody’s');
      await client.query('commit');
      return running;
    });
    expect(await dropping).toEqual({
      code: 1,
      stdout: '',
      stderr: `The archive ${archive} exists; name a new file.\n`,
    });
    expect(await readFile(archive, 'utf8')).toBe('somebody’s');
    expect((await readdir(folder)).toSorted()).toEqual(['archive.jsonl', 'late.jsonl']);
    expect((await command('audit', 'list')).stdout).toContain(`${month(4)}  2 entries\n`);
  });
});
