import { Client } from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { removalOfLiveViews } from '../../../src/database/installed/live-views.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

let database: TestDatabase;
let owner: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await database.drop();
});
// As a migration, and nothing of it stays.
beforeEach(() => owner.query(`begin; ${removalOfLiveViews()}`));
afterEach(() => owner.query('rollback'));

const begin = async (...steps: unknown[]): Promise<number> => {
  const { rows } = await owner.query<{ shape: number }>('select palimpsest.begin_shape($1, $2) as shape', [
    'tag',
    JSON.stringify(steps),
  ]);
  return rows[0]!.shape;
};

interface Shape {
  shape: number;
  steps: unknown;
  columns: Record<string, unknown>;
}

const newest = async (): Promise<Shape> => {
  const { rows } = await owner.query<Shape>(
    `select shape, steps, columns from entity_shape where entity_type = 'tag' order by shape desc limit 1`,
  );
  return rows[0]!;
};

it('is the first of each versioned table once all migrations have run', async () => {
  const { rows } = await owner.query(`select distinct shape, steps from entity_shape`);
  expect(rows).toEqual([{ shape: 1, steps: [] }]);
  expect((await newest()).columns).toMatchObject({
    name: { type: 'character varying(255)', nullable: false },
    deleted_at: { type: 'timestamp with time zone', nullable: true },
  });
  const users = await owner.query(`select columns from entity_shape where entity_type = 'user'`);
  expect(users.rows).toMatchObject([{ columns: { password_hash: { sensitive: true } } }]);
  const posts = await owner.query(`select columns -> 'tag_ids' as links from entity_shape where entity_type = 'post'`);
  expect(posts.rows).toEqual([{ links: { links: 'post_tags' } }]);
});

describe('a new shape', () => {
  it('leads from the columns before to those of now', async () => {
    await owner.query(`
      alter table tag rename name to label;
      alter table tag alter label type text, add color text not null default 'RED', add pages numeric(8,2)`);
    const steps = [
      { rename: 'name', to: 'label' },
      { cast: 'label', to: 'text' },
      { add: 'color', value: 'RED' },
      { among: 'color', values: ['RED'] },
      { add: 'pages', value: null },
    ];
    expect(await begin(...steps)).toBe(2);
    expect(await newest()).toMatchObject({
      shape: 2,
      steps,
      columns: { color: { type: 'text' }, label: { type: 'text' } },
    });
  });

  it('knows a type however it is written', async () => {
    await owner.query('alter table tag add price numeric(8, 2), add at timestamptz(3), add code varchar(9)');
    await begin({ add: 'price', value: null }, { add: 'at', value: null }, { add: 'code', value: null });
    await owner.query(
      'alter table tag alter price type numeric(10, 2), alter at type timestamptz(6), alter code type varchar(12)',
    );
    const casts = [
      { cast: 'price', to: 'numeric(10, 2)' },
      { cast: 'at', to: 'timestamptz(6)' },
      { cast: 'code', to: 'varchar(12)' },
    ];
    expect(await begin(...casts)).toBe(3);
  });

  it('says of which type a computed value is', async () => {
    await owner.query('alter table tag add length int');
    await begin({ add: 'length', value: null }, { compute: 'length', sql: `length(state ->> 'name')` });
    expect((await newest()).steps).toMatchObject([{}, { compute: 'length', to: 'integer' }]);
  });

  it('may have a column that needs no value any more, without a step', async () => {
    await owner.query('alter table tag alter name drop not null');
    await owner.query('select palimpsest.know_shapes()');
    expect(await begin()).toBe(2);
  });

  it.each<[string, string, unknown[], RegExp]>([
    ['a column that nothing says of', 'add x int', [], /do not lead to its table: x is new$/],
    ['a column that is gone', 'drop name', [], /do not lead to its table: name is gone$/],
    ['another type', 'alter name type text', [], /name was character varying\(255\) and is text$/],
    [
      'a cast to another type',
      'alter name type text',
      [{ cast: 'name', to: 'varchar(9)' }],
      /name was varchar\(9\) and is text$/,
    ],
    ['what is not there', 'add x int', [{ rename: 'y', to: 'x' }], /there is no such column at this point$/],
    ['a name that is taken', 'add x int', [{ rename: 'name', to: 'version' }], /that is not there$/],
    ['what is there already', 'add x int', [{ add: 'name', value: 1 }], /there is such a column/],
    ['no value', 'add x int', [{ add: 'x' }], /it names no value$/],
    ['no name for what is dropped', 'drop name', [{ drop: 'name' }], /under which name/],
    ['an unknown step', 'add x int', [{ grow: 'x' }], /it is none of add, rename/],
    ['no step', 'add x int', ['add'], /it is none of add, rename/],
    ['values that are none', 'add x int', [{ among: 'name', values: [1] }], /no list of texts$/],
    ['a type that is none', 'add x int', [{ cast: 'name', to: 'nothing' }], /it names no type$/],
    [
      'an expression that is none',
      'add x int',
      [
        { add: 'x', value: 1 },
        { compute: 'x', sql: 'oops' },
      ],
      /column "oops" does not exist/,
    ],
  ])('is refused with %s', async (_, change, steps, refusal) => {
    await owner.query(`alter table tag ${change}`);
    await expect(begin(...steps)).rejects.toThrow(refusal);
  });
});

it('is missed where a table is altered without it', async () => {
  await owner.query('alter table tag rename name to label; alter table tag add x int');
  await expect(owner.query('select palimpsest.know_shapes()')).rejects.toThrow(
    'The table tag is altered (label is new, name is gone, x is new), and nothing says what becomes of its history',
  );
});

it('cannot be begun by the role of the server', async () => {
  const client = new Client({ connectionString: database.applicationUrl });
  await client.connect();
  await expect(client.query(`select palimpsest.begin_shape('tag', '[]')`)).rejects.toThrow('permission denied');
  await expect(client.query(`delete from entity_shape`)).rejects.toThrow('permission denied');
  await client.end();
});
