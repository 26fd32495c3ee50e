import { MikroORM, type SqlEntityManager } from '@mikro-orm/postgresql';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readEachTenant } from '../../../src/database/tenants/each-tenant.js';
import { ormOptions } from '../../../src/database/orm/mikro-orm.config.js';
import { createOrganization } from '../../../src/database/tenants/organizations.js';
import { type Finding, readNotices, verify } from '../../../src/versioning/index.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';
import { Sheet as SheetAfter } from './sheet-after.entity.js';
import { Sheet as SheetBefore } from './sheet-before.entity.js';

const ids = {
  changed: '01900000-0000-7000-8000-000000000001',
  deleted: '01900000-0000-7000-8000-000000000002',
};

let database: TestDatabase;
let organization: string;
let owner: Client;
let superuser: Client;
let orm: MikroORM;
beforeAll(async () => {
  database = await createTestDatabase([SheetBefore]);
  orm = await MikroORM.init(ormOptions({ url: database.applicationUrl, additionalEntities: [SheetAfter] }));
  organization = (await createOrganization(orm, { slug: 'acme', name: 'Acme' })).id;
  owner = new Client({ connectionString: database.ownerUrl });
  superuser = new Client({ connectionString: database.superuserUrl });
  await Promise.all([owner.connect(), superuser.connect()]);
  await write(`insert into sheet (id, title, state, notes, amount) values
    ('${ids.changed}', 'a', 'GONE', 'n', 1), ('${ids.deleted}', 'b', 'OPEN', null, 2)`);
  await write(`update sheet set title = 'aa', amount = 3 where id = '${ids.changed}'`);
  await write(`update sheet set state = 'OPEN', notes = null where id = '${ids.changed}'`);
  await write(`update sheet set deleted_at = clock_timestamp() where id = '${ids.deleted}'`);
  await migrate();
  await write(`update sheet set name = 'aaa' where id = '${ids.changed}'`);
});
afterAll(async () => {
  await Promise.all([owner.end(), superuser.end(), orm.close()]);
  await database.drop();
});

/** As the owner, for the organization of the test. */
async function write(statement: string): Promise<void> {
  await owner.query('begin');
  await owner.query(`select set_config('app.tenant_id', $1, true)`, [organization]);
  await owner.query(statement);
  await owner.query('commit');
}

async function migrate(): Promise<void> {
  const meta = [...orm.getMetadata()].find(({ class: of }) => of === SheetAfter)!;
  const [history, changes] = ['sheet_history', 'sheet_changes'].map((trigger) =>
    meta.triggers.find(({ name }) => name === trigger)!,
  );
  const steps = [
    { rename: 'title', to: 'name' },
    { among: 'state', values: ['OPEN', 'SHUT'] },
    { hide: 'pin' },
    { drop: 'notes', as: 'notes' },
    { cast: 'amount', to: 'numeric(8,2)' },
    { add: 'pages', value: 1 },
  ];
  await owner.query('begin');
  await owner.query(`
    alter table sheet rename title to name;
    alter table sheet drop notes, alter amount type numeric(8,2), add pages int not null default 1;
    drop trigger sheet_history on sheet;
    drop trigger sheet_changes on sheet;
    ${history!.expression};
    ${changes!.expression}`);
  await owner.query('select palimpsest.begin_shape($1, $2)', ['sheet', JSON.stringify(steps)]);
  await owner.query('commit');
}

type Look = (sessions: readonly SqlEntityManager[]) => Promise<Finding[]>;

/** What is found after a statement that passes all policies and triggers, which is undone. */
async function foundAfter(statement = 'select', look: Look = (sessions) => verify(sessions)): Promise<Finding[]> {
  const found: Finding[] = [];
  await superuser.query(
    `create table kept as select * from entity_version; create table log as select * from audit_entry`,
  );
  try {
    await superuser.query(`set session_replication_role = replica; ${statement}`);
    await readEachTenant(orm, async (sessions) => void found.push(...(await look(sessions))));
    return found;
  } finally {
    await superuser.query(`
      delete from entity_version; insert into entity_version select * from kept; drop table kept;
      delete from audit_entry; insert into audit_entry select * from log; drop table log;
      set session_replication_role = default`);
  }
}

const at = (version: number) => `entity_id = '${ids.changed}' and version = ${version}`;

it('finds nothing wrong with versions of an earlier shape, and names values that have no place now', async () => {
  expect(await foundAfter()).toEqual([]);
  expect(await foundAfter('select', ([em]) => readNotices(em!))).toEqual([
    {
      entityType: 'Sheet',
      requirement: 'values of every version have a place in the present shape',
      count: 2,
      first: [
        { id: ids.changed, version: 1, columns: ['state'] },
        { id: ids.changed, version: 2, columns: ['state'] },
      ],
    },
  ]);
});

describe('finds that', () => {
  it.each([
    [
      'a version of an earlier shape is edited',
      `update entity_version set snapshot = snapshot || '{"title": "forged"}' where ${at(2)}`,
      2,
      'the difference of the two snapshots',
      ['title'],
    ],
    [
      'a field that is gone is edited',
      `update entity_version set snapshot = snapshot || '{"notes": "forged"}' where ${at(2)}`,
      2,
      'the difference of the two snapshots',
      ['notes'],
    ],
    [
      'a version of the present shape is edited',
      `update entity_version set snapshot = snapshot || '{"pages": 2}' where ${at(4)}`,
      4,
      'equals the row',
      ['pages'],
    ],
    [
      'a newest version of an earlier shape is edited',
      `update entity_version set snapshot = snapshot || '{"title": "forged"}' where entity_id = '${ids.deleted}' and version = 2`,
      2,
      'equals the row',
      ['name'],
    ],
    [
      'a version is of no shape',
      `update entity_version set shape = 3 where ${at(4)}`,
      4,
      'a shape that its table has had',
      undefined,
    ],
    [
      'a version is said to be of another shape',
      `update entity_version set shape = 2 where ${at(2)}`,
      2,
      'the difference of the two snapshots',
      ['state', 'amount'],
    ],
    [
      'what has become sensitive is still stored',
      `update entity_version set snapshot = snapshot || '{"pin": "1234"}' where ${at(1)}`,
      1,
      'no snapshot holds a sensitive column',
      ['pin'],
    ],
  ])('%s', async (_, statement, version, requirement, columns) => {
    const found = await foundAfter(statement);
    const finding = found.find((candidate) => candidate.requirement.includes(requirement));
    expect(finding?.first.find((violation) => violation.version === version)?.columns).toEqual(columns);
  });
});

it('finds nothing of what has become sensitive once it is erased, which the audit log says', async () => {
  await superuser.query(`
    set session_replication_role = replica;
    update entity_version set snapshot = snapshot || '{"pin": "kept from all"}' where ${at(1)} or ${at(2)} or ${at(3)};
    update audit_entry set after = after || '{"pin": "kept from all"}' where ${at(1)};
    update entity_version set changed = changed || '["pin"]' where ${at(1)};
    set session_replication_role = default`);
  const requirements = async () => (await foundAfter()).map(({ requirement }) => requirement);
  expect(await requirements()).toEqual(['no snapshot holds a sensitive column']);
  expect(
    (await owner.query(`select palimpsest.erase_secrets('sheet', 'Migration2: pins')::int as erased`)).rows,
  ).toEqual([{ erased: 4 }]);
  expect(await requirements()).toEqual([]);
  const { rows } = await superuser.query(`
    select a.action, a.actor_id, s.reason, (select count(*)::int from audit_entry e where e::text like '%kept from all%') + (select count(*)::int from entity_version v where v::text like '%kept from all%') as left
    from audit_entry a join change_set s on s.id = a.change_set_id where a.action like '%.erase'`);
  expect(rows).toEqual([
    { action: 'sheet.erase', actor_id: 'palimpsest migrate up', reason: 'Migration2: pins', left: 0 },
  ]);
});

it.each([
  ['stays', 'later', '1 day', 'a'],
  ['goes', 'before', '-1 day', undefined],
])(
  'of an audit entry whose version is gone, a value %s where its name became a secret %s',
  async (_effect, _when, since, title) => {
    await superuser.query('begin');
    try {
      await superuser.query(`
      set local session_replication_role = replica;
      delete from entity_version where ${at(1)};
      update entity_shape set since = since - interval '2 days' where entity_type = 'sheet';
      insert into entity_shape (entity_type, shape, steps, columns, since)
      select 'sheet', 3, '[{"rename": "name", "to": "heading"}, {"add": "title"}]',
        columns - 'name' || '{"heading": {"type": "text"}, "title": {"type": "text", "sensitive": true}}', now() + '${since}'
      from entity_shape where entity_type = 'sheet' and shape = 2;
      select palimpsest.erase_secrets('sheet', 'Migration3: titles')`);
      const { rows } = await superuser.query<{ after: object }>(`select after from audit_entry where ${at(1)}`);
      expect(rows).toEqual([{ after: expect.objectContaining({ state: 'GONE' }) as object }]);
      expect((rows[0]!.after as { title?: string }).title).toBe(title);
    } finally {
      await superuser.query('rollback');
    }
  },
);

it('names versions that are of no entity any more', async () => {
  const found = await foundAfter(`update entity_version set entity_type = 'folio' where ${at(1)}`, ([em]) =>
    readNotices(em!),
  );
  expect(found).toContainEqual({
    entityType: 'folio',
    requirement: 'every version is of an entity that there is',
    count: 1,
    first: [{ id: ids.changed, version: 1 }],
  });
});
