import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { copyRows } from '../../support/copy-rows.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { historyOf } from './history-of.js';

const run = promisify(execFile);
const tenant = randomUUID();
const hasPsql = await run('psql', ['--version']).then(
  () => true,
  () => false,
);

let database: TestDatabase;
let superuser: Client;
let ids: [string, string];

beforeAll(async () => {
  database = await createTestDatabase();
  superuser = new Client({ connectionString: database.superuserUrl });
  await superuser.connect();
});

afterAll(async () => {
  await superuser.end();
  await database.drop();
});

beforeEach(() => {
  ids = [randomUUID(), randomUUID()];
});

describe('COPY', () => {
  it('by the superuser leaves a first version of each row, all in one change set', async () => {
    await copy('superuserUrl');
    for (const id of ids) {
      expect(await historyOf(superuser, id)).toEqual([
        { version: 1, operation: 'CREATE', source: 'SQL', audits: '1', name: `copied ${id}`, apart: false },
      ]);
    }
    const { rows } = await superuser.query(
      'select count(distinct change_set_id) from entity_version where entity_id = any ($1)',
      [ids],
    );
    expect(rows).toEqual([{ count: '1' }]);
  });

  it.each(['applicationUrl', 'ownerUrl'] as const)(
    'by %s is refused by PostgreSQL, as a policy binds it',
    async (url) => {
      await expect(copy(url)).rejects.toThrow('COPY FROM not supported with row-level security');
    },
  );
});

async function copy(url: 'applicationUrl' | 'ownerUrl' | 'superuserUrl'): Promise<void> {
  const client = new Client({ connectionString: database[url] });
  await client.connect();
  try {
    await client.query(`select set_config('app.tenant_id', $1, false)`, [tenant]);
    const rows = ids.map((id) => [id, `copied ${id}`]);
    await copyRows(client, 'copy tag (id, name) from stdin', rows);
  } finally {
    await client.end();
  }
}

// Where PostgreSQL's client programs are not installed there is nothing to try.
describe.skipIf(!hasPsql).each(['applicationUrl', 'ownerUrl', 'superuserUrl'] as const)('psql by %s', (url) => {
  const psql = (...commands: string[]) => {
    const statements = [`set app.tenant_id = '${tenant}'`, ...commands].flatMap((command) => ['-c', command]);
    return run('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', ...statements, database[url]]);
  };

  it('leaves a version of each change, by the role and its program', async () => {
    const [id] = ids;
    await psql(
      `insert into tag (id, name) values ('${id}', 'typed ${id}')`,
      `update tag set name = name || '!' where id = '${id}'`,
      `update tag set name = name where id = '${id}'`,
      `delete from tag where id = '${id}'`,
    );
    expect(await historyOf(superuser, id)).toEqual([
      { version: 1, operation: 'CREATE', source: 'SQL', audits: '1', name: `typed ${id}`, apart: false },
      { version: 2, operation: 'UPDATE', source: 'SQL', audits: '1', name: `typed ${id}!`, apart: false },
      { version: 3, operation: 'DELETE', source: 'SQL', audits: '1', name: `typed ${id}!`, apart: false },
    ]);
    const { rows } = await superuser.query(
      `select distinct s.actor_kind, s.actor_id from entity_version v join change_set s on s.id = v.change_set_id
       where v.entity_id = $1`,
      [id],
    );
    const user = decodeURIComponent(new URL(database[url]).username);
    expect(rows).toEqual([{ actor_kind: 'SQL', actor_id: `${user} (psql)` }]);
  });

  it('can say who and why', async () => {
    const [id] = ids;
    await psql(
      'begin',
      `select palimpsest.attribute('night shift', 'ticket 7')`,
      `insert into tag (id, name) values ('${id}', '${id}')`,
      'commit',
    );
    const { rows } = await superuser.query(
      `select s.actor_id, s.reason from entity_version v join change_set s on s.id = v.change_set_id where v.entity_id = $1`,
      [id],
    );
    expect(rows).toEqual([{ actor_id: 'night shift', reason: 'ticket 7' }]);
  });
});
