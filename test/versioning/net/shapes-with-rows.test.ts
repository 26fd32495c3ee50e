import { readFile } from 'node:fs/promises';
import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { removalOfLiveViews } from '../../../src/database/installed/live-views.js';
import { statementsOf } from '../../database/migration/statements-of.js';
import { startTestServer, type TestServer } from '../../support/test-server.js';

let server: TestServer;
let owner: Client;
const ids = { author: '', other: '', tag: '', post: '', deleted: '', comment: '' };

beforeAll(async () => {
  server = await startTestServer();
  const globex = await server.addOrganization('globex');
  owner = new Client({ connectionString: server.database.ownerUrl });
  await owner.connect();
  const made = async (field: string, fields: string, input: object, token?: string) => {
    const name = field.replace('create', '');
    const { data, errors } = await server.graphql<Record<string, Record<string, { id: string }>>>(
      `mutation ($input: ${field.replace(/^./, (letter) => letter.toUpperCase())}Input!) { ${field}(input: $input) { ${name.toLowerCase()} { id ${fields} } } }`,
      { input },
      token,
    );
    expect(errors).toEqual([]);
    return data![field]![name.toLowerCase()]!.id;
  };
  [ids.author, ids.other] = [server.organization.users.ADMIN, server.organization.users.EDITOR];
  ids.tag = await made('createTag', 'name', { name: 'ink' });
  await made('createTag', 'name', { name: 'ink' }, globex.tokens.ADMIN);
  ids.post = await made('createPost', '', { title: 'A', slug: 'a', body: '', authorId: ids.author, tagIds: [ids.tag] });
  ids.deleted = await made('createPost', '', { title: 'B', slug: 'b', body: '', authorId: ids.author });
  ids.comment = await made('createComment', '', { body: 'hm', postId: ids.post, authorId: ids.author });
  const changes = `mutation ($post: UpdatePostInput!, $deleted: DeletePostInput!) {
    updatePost(input: $post) { post { id } } deletePost(input: $deleted) { post { id } } }`;
  const { data } = await server.graphql(changes, {
    post: { id: ids.post, expectedVersion: 1, patch: { authorId: ids.other } },
    deleted: { id: ids.deleted, expectedVersion: 1 },
  });
  if (!data) throw new Error('The history is not made.');
});
afterAll(async () => {
  await owner.end();
  await server.stop();
});

// As a migration, and nothing of it stays.
beforeEach(() => owner.query(`begin; ${removalOfLiveViews()}`));
afterEach(() => owner.query('rollback'));

/** Runs a statement for the organization of the test. */
async function asAcme<Row extends object>(text: string, values: unknown[] = []): Promise<Row[]> {
  await owner.query(`select set_config('app.tenant_id', $1, true)`, [server.organization.id]);
  const { rows } = await owner.query<Row>(text, values);
  await owner.query(`select set_config('app.tenant_id', '', true)`);
  return rows;
}

const begin = (type: string, ...steps: object[]) =>
  owner.query('select palimpsest.begin_shape($1, $2)', [type, JSON.stringify(steps)]);

const history = (type: string) =>
  asAcme<Record<string, unknown>>(
    `select v.version, v.shape, v.operation, v.snapshot ->> 'name' as name, v.changed, s.actor_id, s.reason,
       a.action, a.before, a.after
     from entity_version v join change_set s on s.id = v.change_set_id
     join audit_entry a on a.entity_id = v.entity_id and a.version = v.version and a.change_set_id = s.id and a.action not like '%.purge'
     where v.entity_type = $1 order by v.entity_id, v.version`,
    [type],
  );

describe('a change after a migration', () => {
  it('is told from what the version before means now', async () => {
    await owner.query(`
      alter table tag rename name to label;
      alter table tag add pages int not null default 7;
      drop trigger tag_history on tag;
      create constraint trigger tag_history after insert on tag deferrable initially deferred
        for each row execute function palimpsest.record_change('{}', '{label,pages,deleted_at}', '[]')`);
    await begin('tag', { rename: 'name', to: 'label' }, { add: 'pages', value: 7 });
    await owner.query(`select palimpsest.change_data('Migration1: more', 'update tag set pages = 8')`);
    expect(await history('tag')).toMatchObject([
      { version: 1, shape: 1, changed: ['name'] },
      { version: 2, shape: 2, changed: ['pages'], before: { pages: 7 }, after: { pages: 8 } },
    ]);
  });

  it('of its links is told likewise', async () => {
    await owner.query(`
      drop trigger post_history on post;
      create constraint trigger post_history after insert on post deferrable initially deferred
        for each row execute function palimpsest.record_change('{}', '{title,label_ids,deleted_at}', '[{"key":"label_ids","table":"post_tags","owner":"post_id","target":"tag_id"}]');
      drop trigger post_tags_links on post_tags;
      create constraint trigger post_tags_links after insert or update or delete on post_tags deferrable initially deferred
        for each row execute function palimpsest.record_links('post', 'post_id', '[{"key":"label_ids","table":"post_tags","owner":"post_id","target":"tag_id"}]')`);
    await begin('post', { rename: 'tag_ids', to: 'label_ids' });
    const unlink = 'delete from post_tags';
    await owner.query('select palimpsest.change_data($1, $2)', [
      'x',
      `with gone as (${unlink} returning *) insert into post_tags select * from gone where false`,
    ]);
    expect(
      await asAcme(
        `select changed, snapshot -> 'label_ids' as links from entity_version where entity_id = $1 and version > 2`,
        [ids.post],
      ),
    ).toEqual([{ changed: ['label_ids'], links: [] }]);
  });

  it('is refused before the migration says what becomes of history', async () => {
    await owner.query('alter table tag add pages int not null default 7');
    await expect(owner.query(`select palimpsest.change_data('x', 'update tag set pages = 8')`)).rejects.toThrow(
      'The table tag is altered (pages is new), and nothing says what becomes of its history',
    );
  });
});

describe('a shape', () => {
  it('keeps apart what two fields held that went by one name', async () => {
    await owner.query(`alter table tag add notes text default 'N'`);
    await begin('tag', { add: 'notes', value: 'N' });
    await owner.query('alter table tag drop notes');
    await begin('tag', { drop: 'notes', as: 'notes' });
    await owner.query('alter table tag rename name to notes');
    await begin('tag', { rename: 'name', to: 'notes' });
    await owner.query('alter table tag drop notes');
    await begin('tag', { drop: 'notes', as: 'notes' });
    const [old] = await asAcme(
      `select palimpsest.upcast('tag', snapshot, shape) -> '$dropped' as dropped from entity_version where entity_type = 'tag'`,
    );
    expect(old).toEqual({ dropped: { notes: 'N', notes2: 'ink' } });
  });

  it('is refused where a row has no history that could tell what it was', async () => {
    await owner.query('alter table tag disable trigger user');
    await asAcme(`insert into tag (id, name) values ('01a21a21-0000-7000-8000-000000000001', 'stray')`);
    await owner.query('alter table tag enable trigger user');
    await owner.query('alter table tag drop name');
    await expect(begin('tag', { drop: 'name', as: 'name' })).rejects.toThrow(
      'The tag 01a21a21-0000-7000-8000-000000000001 has no history, and the steps of the new shape leave nothing of what it was',
    );
  });

  it.each([
    ['has another default than its step says', `add pages int default 7`, [{ add: 'pages', value: 8 }], 'pages'],
    ['is converted otherwise', `alter name type text using upper(name)`, [{ cast: 'name', to: 'text' }], 'name'],
    ['does not fit', `alter name type varchar(2) using name::varchar(2)`, [{ cast: 'name', to: 'varchar(2)' }], 'name'],
    [
      'has a value that there should not be',
      `alter name type text`,
      [
        { cast: 'name', to: 'text' },
        { among: 'name', values: ['pen'] },
      ],
      'name',
    ],
    [
      'is computed otherwise',
      'add pages int default 3',
      [
        { add: 'pages', value: null },
        { compute: 'pages', sql: `length(state ->> 'name') + 1` },
      ],
      'pages',
    ],
  ])('is refused where a row %s', async (_, change, steps, column) => {
    await owner.query(`alter table tag ${change}`);
    await expect(begin('tag', ...steps)).rejects.toThrow(
      new RegExp(`^The steps of the new shape of tag give its [-0-9a-f]{36} another ${column} than the row has$`),
    );
  });

  it.each([
    [
      'is converted as the steps say',
      `alter name type text using upper(name)`,
      [
        { cast: 'name', to: 'text' },
        { map: 'name', values: { ink: 'INK' } },
      ],
    ],
    [
      'is computed as the steps say',
      'add pages int default 3',
      [
        { add: 'pages', value: null },
        { compute: 'pages', sql: `length(state ->> 'name')` },
      ],
    ],
    [
      'has a default in the form of its type',
      'add price numeric(8,2) default 1.5',
      [
        { add: 'price', value: 1.5 },
        { cast: 'price', to: 'numeric(8,2)' },
      ],
    ],
  ])('is begun where each row %s', async (_, change, steps) => {
    await owner.query(`alter table tag ${change}`);
    await begin('tag', ...steps);
  });

  it('keeps what is computed for each version, and nothing of what becomes sensitive', async () => {
    const kept = () => asAcme('select version, shape, column_name, value from computed_value');
    await owner.query(`alter table tag add pages int default 4`);
    const sql = `length(state ->> 'name') + 1`;
    await begin('tag', { add: 'pages', value: null }, { compute: 'pages', sql });
    expect(await kept()).toEqual([{ version: 1, shape: 2, column_name: 'pages', value: 4 }]);
    await owner.query(`
      alter table tag rename pages to leaves;
      drop trigger tag_history on tag;
      create constraint trigger tag_history after insert on tag deferrable initially deferred
        for each row execute function palimpsest.record_change('{leaves}', '{name,deleted_at}', '[]')`);
    await begin('tag', { rename: 'pages', to: 'leaves' }, { hide: 'leaves' });
    expect(await kept()).toEqual([]);
  });

  it('keeps what is computed for each version, too, where it was begun before anything was kept', async () => {
    await owner.query(`alter table tag add pages int default 3`);
    await begin('tag', { add: 'pages', value: null }, { compute: 'pages', sql: `length(state ->> 'name')` });
    await owner.query(`do $$ declare somebody jsonb; begin
      for somebody in select palimpsest.everyone() loop
        perform palimpsest.work_for(somebody);
        delete from computed_value;
      end loop;
      perform palimpsest.work_for('{}');
    end $$`);
    await owner.query(`update entity_shape set steps = steps #- '{1,shape}' where entity_type = 'tag' and shape = 2`);
    const migration = await readFile('migrations/Migration20261127010614_computed_values.ts', 'utf8');
    for (const statement of statementsOf(migration).slice(-2)) await owner.query(statement);
    expect(await asAcme('select entity_id, version, shape, value from computed_value')).toEqual([
      { entity_id: ids.tag, version: 1, shape: 2, value: 3 },
    ]);
    const { rows } = await owner.query(`select steps from entity_shape where entity_type = 'tag' order by shape`);
    expect(rows[1]).toMatchObject({ steps: [{ add: 'pages' }, { compute: 'pages', shape: 2 }] });
  });

  it.each([
    ['computed twice', [{ compute: 'x', sql: '1' }], 'the column is computed already'],
    ['renamed after', [{ rename: 'x', to: 'y' }], 'rename it before'],
  ])('is refused where a column is computed and %s', async (_, steps, message) => {
    await owner.query(`alter table tag add x int, add y int`);
    await expect(begin('tag', { add: 'x', value: null }, { compute: 'x', sql: '1' }, ...steps)).rejects.toThrow(
      message,
    );
  });

  it('is refused where a row without a history loses a value, until its history has begun', async () => {
    await owner.query(`alter table tag disable trigger user`);
    await asAcme(
      `insert into tag (id, name, version, created_by, updated_by) values (gen_random_uuid(), 'old', 1, 'a', 'a')`,
    );
    await owner.query(`alter table tag enable trigger user`);
    await owner.query(`savepoint before`);
    await owner.query('alter table tag drop name');
    await expect(begin('tag', { drop: 'name', as: 'name' })).rejects.toThrow(
      /^The tag [-0-9a-f]{36} has no history, and the steps/,
    );
    await owner.query(`rollback to before`);
    const { rows } = await owner.query(`select palimpsest.begin_all_histories('tag') as begun`);
    expect(rows).toEqual([{ begun: '1' }]);
    await owner.query('alter table tag drop name');
    await begin('tag', { drop: 'name', as: 'name' });
    expect(
      await asAcme(
        `select snapshot -> 'name' as name from entity_version where entity_type = 'tag' order by recorded_at, 1`,
      ),
    ).toContainEqual({
      name: 'old',
    });
  });

  it('keeps what rows referred to by a column that is dropped', async () => {
    const kept = () => asAcme('select target_id from past_reference where entity_id = $1 order by 1', [ids.post]);
    expect(await kept()).toEqual([{ target_id: ids.author }]);
    await owner.query('alter table post drop author_id cascade');
    await begin('post', { drop: 'author_id', as: 'authorId' });
    expect(await kept()).toEqual([ids.author, ids.other].toSorted().map((target_id) => ({ target_id })));
  });

  it('keeps what rows refer to by a column that has become a reference', async () => {
    const email = `(select u.id from "user" u where u.email = case state ->> 'name' when 'ink' then 'admin@acme.example' end)`;
    await owner.query('alter table tag add owner_id uuid');
    await asAcme(`alter table tag disable trigger user`);
    await asAcme('update tag set owner_id = $1', [ids.author]);
    await owner.query(`alter table tag enable trigger user`);
    await begin('tag', { add: 'owner_id', value: null }, { compute: 'owner_id', sql: email });
    expect(await asAcme('select entity_id, target_id from past_reference where entity_type = $1', ['tag'])).toEqual([
      { entity_id: ids.tag, target_id: ids.author },
    ]);
  });
});

describe('a table that is renamed', () => {
  it('takes its history along, of everybody, and its records go on', async () => {
    const md5 = `select count(*), md5(string_agg(snapshot::text, '' order by entity_id, version)) as sum from entity_version where entity_type = $1`;
    const before = await asAcme(md5, ['tag']);
    await asAcme(`insert into legal_hold (entity_id, entity_type, reason, change_set_id)
      select entity_id, 'tag', 'trial', change_set_id from entity_version where entity_id = '${ids.tag}'`);
    await owner.query('set constraints all immediate');
    await owner.query('alter table tag rename to label');
    await owner.query(`select palimpsest.rename_type('tag', 'label')`);
    expect(await asAcme(md5, ['label'])).toEqual(before);
    expect(await asAcme('select entity_type from legal_hold')).toEqual([{ entity_type: 'label' }]);
    await owner.query('select palimpsest.know_shapes()');
    await owner.query(`select palimpsest.change_data('Migration1: upper', 'update label set name = upper(name)')`);
    expect(await history('label')).toMatchObject([
      { version: 1, shape: 1, name: 'ink', action: 'tag.create' },
      { version: 2, shape: 2, name: 'INK', action: 'label.update', changed: ['name'] },
    ]);
    const { rows } = await owner.query(
      `select palimpsest.type_names('label') as names, palimpsest.present_name('tag') as now, palimpsest.present_name('post') as same`,
    );
    expect(rows).toEqual([{ names: ['label', 'tag'], now: 'label', same: 'post' }]);
  });

  it('may have its name again', async () => {
    await owner.query('set constraints all immediate');
    await owner.query('alter table tag rename to label');
    await owner.query(`select palimpsest.rename_type('tag', 'label')`);
    await owner.query('alter table label rename to tag');
    await owner.query(`select palimpsest.rename_type('label', 'tag')`);
    const { rows } = await owner.query(`select palimpsest.type_names('tag') as names`);
    expect(rows).toEqual([{ names: ['tag', 'label'] }]);
  });

  it('is missed where nothing says so', async () => {
    await owner.query('alter table tag rename to label');
    await expect(owner.query('select palimpsest.know_shapes()')).rejects.toThrow(
      'The table tag is gone, and nothing says what becomes of its records',
    );
  });

  it('leaves its name to nobody', async () => {
    await owner.query('alter table tag rename to label');
    await owner.query(`select palimpsest.rename_type('tag', 'label')`);
    await owner.query(`
      create table tag (like label including all);
      create trigger x after insert on tag for each row execute function palimpsest.record_change('{}', '{}', '[]')`);
    await expect(owner.query('select palimpsest.know_shapes()')).rejects.toThrow(
      'The name tag was that of another table',
    );
  });
});

describe('a table that is retired', () => {
  const retire = () =>
    owner.query<{ removed: string }>(`select palimpsest.retire_type('post', 'Migration1: no posts') as removed`);
  const dropReferences = async () => {
    await owner.query('alter table comment drop post_id cascade');
    await begin('comment', { drop: 'post_id', as: 'postId' });
  };

  it('leaves versions, tombstones and audit entries of all its records', async () => {
    await dropReferences();
    expect((await retire()).rows).toEqual([{ removed: '2' }]);
    await owner.query('drop table post_tags; drop table post cascade; set constraints all immediate');
    await owner.query('select palimpsest.know_shapes()');
    expect(await history('post')).toMatchObject([
      { version: 1, operation: 'CREATE' },
      { version: 2, operation: 'UPDATE' },
      {
        version: 3,
        operation: 'DELETE',
        actor_id: 'palimpsest migrate up',
        reason: 'Migration1: no posts',
        action: 'post.delete',
      },
      { version: 1, operation: 'CREATE' },
      { version: 2, operation: 'DELETE' },
    ]);
    const [last] = await asAcme<{ snapshot: Record<string, unknown> }>(
      'select snapshot from entity_version where entity_id = $1 and version = 3',
      [ids.post],
    );
    expect(last!.snapshot).toMatchObject({ tag_ids: [ids.tag], deleted_by: 'SQL:palimpsest migrate up', version: 3 });
    expect(await asAcme(`select entity_id, version from tombstone where entity_type = 'post' order by 1`)).toEqual([
      { entity_id: ids.post, version: 3 },
      { entity_id: ids.deleted, version: 2 },
    ]);
    expect(await asAcme(`select count(*)::int from audit_entry where action = 'post.purge'`)).toEqual([{ count: 2 }]);
  });

  it('is retired after what it owned, which nobody looks for any more', async () => {
    await owner.query(`select palimpsest.retire_type('comment', 'Migration1'); drop table comment`);
    expect((await retire()).rows).toEqual([{ removed: '2' }]);
    expect((await owner.query(`select from retention_policy where entity_type in ('comment', 'post')`)).rowCount).toBe(
      0,
    );
  });

  it('is refused under a legal hold on what owns it, also where the column that says so is called otherwise now', async () => {
    await asAcme(`insert into legal_hold (entity_id, entity_type, reason, change_set_id)
      select entity_id, 'post', 'trial', change_set_id from entity_version where entity_id = '${ids.post}' and version = 1`);
    await owner.query('set constraints all immediate; set constraints all deferred');
    await owner.query('alter table comment rename post_id to thread_id');
    await begin('comment', { rename: 'post_id', to: 'thread_id' });
    await expect(owner.query(`select palimpsest.retire_type('comment', 'x')`)).rejects.toThrow(/under a legal hold/);
  });

  it('is missed where it is dropped before', async () => {
    await dropReferences();
    await owner.query('drop table post_tags; drop table post cascade');
    await expect(owner.query('select palimpsest.know_shapes()')).rejects.toThrow(
      'The table post is gone, and nothing says what becomes of its records',
    );
  });

  it('is forgotten where it never had a record', async () => {
    await owner.query(`
      create table note (like tag including all);
      create trigger x after insert on note for each row execute function palimpsest.record_change('{}', '{}', '[]');
      select palimpsest.know_shapes();
      drop table note;
      select palimpsest.know_shapes()`);
    expect((await owner.query(`select from entity_shape where entity_type = 'note'`)).rowCount).toBe(0);
  });

  it('is refused while others refer to it, or under a legal hold', async () => {
    await expect(retire()).rejects.toThrow('Records of comment still refer to those of post');
    await owner.query('rollback; begin');
    await dropReferences();
    await asAcme(`insert into legal_hold (entity_id, entity_type, reason, change_set_id)
      select entity_id, 'post', 'trial', change_set_id from entity_version where entity_id = '${ids.post}' and version = 1`);
    await expect(retire()).rejects.toThrow(/under a legal hold/);
  });

  it('leaves its name to nobody', async () => {
    await dropReferences();
    await retire();
    await expect(owner.query('select palimpsest.know_shapes()')).rejects.toThrow(
      'The name post was that of a table that is retired',
    );
  });
});
