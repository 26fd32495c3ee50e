import fc from 'fast-check';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ShapeStep } from '../../../src/database/migration/shape-step.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

type Json = Record<string, unknown>;

let database: TestDatabase;
let owner: Client;
let client: Client;
beforeAll(async () => {
  database = await createTestDatabase();
  owner = new Client({ connectionString: database.ownerUrl });
  client = new Client({ connectionString: database.applicationUrl });
  await Promise.all([owner.connect(), client.connect()]);
});
afterAll(async () => {
  await Promise.all([owner.end(), client.end()]);
  await database.drop();
});

let types = 0;

/** A type of no table, of which each list of steps begins a shape, from the second on. */
async function typeWith(...shapes: readonly Json[][]): Promise<string> {
  const type = `sheet_${++types}`;
  for (const [place, steps] of [[], ...shapes].entries()) {
    await owner.query(`insert into entity_shape (entity_type, shape, steps, columns) values ($1, $2, $3, '{}')`, [
      type,
      place + 1,
      JSON.stringify(steps),
    ]);
  }
  return type;
}

async function upcast(type: string, state: unknown, from = 1, to?: number): Promise<unknown> {
  const { rows } = await client.query<{ state: unknown }>('select palimpsest.upcast($1, $2, $3, $4) as state', [
    type,
    JSON.stringify(state),
    from,
    to,
  ]);
  return rows[0]!.state;
}

/** A type of texts that refuses each with an error of this condition. */
async function domain(name: string, condition: string): Promise<void> {
  await owner.query(`
    create function refuse_${name}(value text) returns boolean language plpgsql as
      $$ begin raise '${name} refuses %', value using errcode = '${condition}'; end $$;
    create domain ${name} as text check (value is null or refuse_${name}(value))`);
}

/** A snapshot as a row of a table of two columns: a, of some type, and b, a number. */
async function typed(type: string, state: Json): Promise<unknown> {
  await owner.query(`create table if not exists of_${type} (a ${type}, b int)`);
  await owner.query(`grant select on of_${type} to public`);
  const { rows } = await client.query<{ value: unknown; unfit: unknown }>(
    `select to_jsonb(r.value) as value, r.unfit from palimpsest.typed_state(null::of_${type}, $1) r`,
    [JSON.stringify(state)],
  );
  return rows[0];
}

const after = async (steps: Json[], state: Json) => upcast(await typeWith(steps), state);

describe('a snapshot of an earlier shape', () => {
  it('gets what came since, where it lacks it', async () => {
    const steps = [{ add: 'pages', value: 1 }];
    expect(await after(steps, { name: 'a' })).toEqual({ name: 'a', pages: 1 });
    expect(await after(steps, { name: 'a', pages: null })).toEqual({ name: 'a', pages: null });
  });

  it('gets nothing of a column whose values are in no snapshot', async () => {
    expect(await after([{ add: 'pin' }, { rename: 'secret', to: 'password' }], { name: 'a' })).toEqual({ name: 'a' });
  });

  it('has its values under the names of now, which may have been exchanged by way of a third', async () => {
    const steps = [
      { rename: 'a', to: 'c' },
      { rename: 'b', to: 'a' },
      { rename: 'c', to: 'b' },
    ];
    expect(await after(steps, { a: 1, b: 2 })).toEqual({ a: 2, b: 1 });
  });

  it('keeps what is dropped apart, under the name that clients knew', async () => {
    const steps = [{ drop: 'author_id', as: 'authorId' }];
    expect(await after(steps, { a: 1, author_id: null })).toEqual({ a: 1, $dropped: { authorId: null } });
    expect(await after(steps, { a: 1 })).toEqual({ a: 1 });
  });

  it('has no value of what was dropped and clients never saw', async () => {
    const type = await typeWith([{ drop: 'notes', as: null }]);
    expect(await upcast(type, { a: 1, notes: 'private' })).toEqual({ a: 1 });
    const { rows } = await client.query<{ names: unknown }>(
      `select palimpsest.upcast_names($1, '["a", "notes"]', 1) as names`,
      [type],
    );
    expect(rows[0]!.names).toEqual(['a', null]);
  });

  it('keeps its own value apart where another field of the same name came and went', async () => {
    const type = await typeWith(
      [{ drop: 'notes', as: 'notes' }],
      [{ add: 'notes', value: 'later' }],
      [{ drop: 'notes', as: 'notes' }],
    );
    expect(await upcast(type, { notes: 'own' })).toEqual({ $dropped: { notes: 'own' } });
    expect(await upcast(type, {}, 2)).toEqual({ $dropped: { notes: 'later' } });
  });

  it('has values mapped by their text, and others as they were', async () => {
    const steps = [{ map: 'state', values: { DRAFT: 'OPEN', GONE: null, 1: 'one', true: false } }];
    const mapped = (state: unknown) => after(steps, { state });
    expect(await mapped('DRAFT')).toEqual({ state: 'OPEN' });
    expect(await mapped('GONE')).toEqual({ state: null });
    expect(await mapped(1)).toEqual({ state: 'one' });
    expect(await mapped(true)).toEqual({ state: false });
    expect(await mapped('OTHER')).toEqual({ state: 'OTHER' });
    expect(await mapped(null)).toEqual({ state: null });
  });

  it('has a value in place of null', async () => {
    const steps = [{ fill: 'name', value: 'none' }];
    expect(await after(steps, { name: null })).toEqual({ name: 'none' });
    expect(await after(steps, { name: '' })).toEqual({ name: '' });
    expect(await after(steps, {})).toEqual({});
  });

  it('tells what is none of the values that there may be', async () => {
    const steps = [{ among: 'state', values: ['OPEN', 'SHUT'] }];
    expect(await after(steps, { state: 'OPEN' })).toEqual({ state: 'OPEN' });
    expect(await after(steps, { state: null })).toEqual({ state: null });
    expect(await after(steps, { state: 'open' })).toEqual({ state: null, $unfit: { state: 'open' } });
  });

  it('no longer has what has become sensitive', async () => {
    expect(await after([{ hide: 'pin' }], { a: 1, pin: '1234' })).toEqual({ a: 1 });
  });

  it('takes what does not fit along under later names, and to what is dropped', async () => {
    const type = await typeWith(
      [{ cast: 'amount', to: 'integer' }],
      [{ rename: 'amount', to: 'count' }],
      [{ fill: 'count', value: 0 }],
      [{ drop: 'count', as: 'count' }],
    );
    expect(await upcast(type, { amount: '1.5' }, 1, 4)).toEqual({ count: null, $unfit: { count: '1.5' } });
    expect(await upcast(type, { amount: '1.5' })).toEqual({ $dropped: { count: '1.5' } });
  });

  it('is brought as far as asked, from where it is', async () => {
    const type = await typeWith([{ rename: 'a', to: 'b' }], [{ rename: 'b', to: 'c' }]);
    expect(await upcast(type, { a: 1 }, 1, 2)).toEqual({ b: 1 });
    expect(await upcast(type, { b: 1 }, 2)).toEqual({ c: 1 });
    expect(await upcast(type, await upcast(type, { a: 1 }, 1, 2), 2)).toEqual({ c: 1 });
    expect(await upcast(type, { d: 1 }, 4)).toEqual({ d: 1 });
    expect(await upcast('nothing', { a: 1 })).toEqual({ a: 1 });
  });
});

describe('a step', () => {
  type Kind<Step> = Step extends unknown ? Exclude<keyof Step, 'value' | 'to' | 'as' | 'values' | 'sql'> : never;

  /** Of each kind of step one, a snapshot, and what it makes of it. */
  const effects = {
    add: [{ add: 'x', value: 1 }, {}, { x: 1 }],
    rename: [{ rename: 'x', to: 'y' }, { x: 1 }, { y: 1 }],
    drop: [{ drop: 'x', as: 'x' }, { x: 1 }, { $dropped: { x: 1 } }],
    map: [{ map: 'x', values: { a: 'b' } }, { x: 'a' }, { x: 'b' }],
    fill: [{ fill: 'x', value: 1 }, { x: null }, { x: 1 }],
    cast: [{ cast: 'x', to: 'integer' }, { x: '1' }, { x: 1 }],
    among: [{ among: 'x', values: [] }, { x: 'a' }, { x: null, $unfit: { x: 'a' } }],
    compute: [{ compute: 'x', sql: `'a'`, to: 'text' }, { x: 1 }, { x: 'a' }],
    hide: [{ hide: 'x' }, { x: 1 }, {}],
    show: [{ show: 'x' }, { x: 1 }, { x: 1 }],
    type: [{ type: 'former' }, { x: 1 }, { x: 1 }],
  } satisfies Record<Kind<ShapeStep> | 'show' | 'type', [Json, Json, Json]>;

  it.each(Object.entries(effects))('is taken: %s', async (_, [step, given, expected]) => {
    expect(await after([step], given)).toEqual(expected);
  });

  it('is of one of these kinds', async () => {
    await expect(owner.query(`select palimpsest.begin_shape('tag', '[{"other": "x"}]')`)).rejects.toThrow(
      new RegExp(`it is none of ${Object.keys(effects).join(', ')}$`),
    );
  });
});

describe('a value of another type', () => {
  const cast = async (to: string, value: unknown) => after([{ cast: 'x', to }], { x: value });
  const unfit = (value: unknown) => ({ x: null, $unfit: { x: value } });

  it.each([
    ['integer', '12', '{"x": 12}'],
    ['integer', 2.0, '{"x": 2}'],
    ['numeric(12,2)', 3, '{"x": 3.00}'],
    ['text', 1.5, '{"x": "1.5"}'],
    ['character varying(3)', 'abc', '{"x": "abc"}'],
    ['boolean', 'yes', '{"x": true}'],
    ['date', '2026-11-30', '{"x": "2026-11-30"}'],
    ['timestamp with time zone', '2026-11-30 10:00:00+02', '{"x": "2026-11-30T08:00:00+00:00"}'],
    ['jsonb', '{"a": [1]}', '{"x": {"a": [1]}}'],
    ['uuid', '0190163D-8694-739B-AEA5-966C26F8AD90', '{"x": "0190163d-8694-739b-aea5-966c26f8ad90"}'],
    ['integer', null, '{"x": null}'],
  ])('is in the form of %s: %j', async (to, value, result) => {
    const type = await typeWith([{ cast: 'x', to }]);
    const { rows } = await client.query<{ text: string }>('select palimpsest.upcast($1, $2, 1)::text as text', [
      type,
      JSON.stringify({ x: value }),
    ]);
    expect(rows[0]!.text).toBe(result);
  });

  it.each([
    ['integer', '1.5'],
    ['integer', 'twelve'],
    ['integer', 3_000_000_000],
    ['numeric(12,2)', 1.234],
    ['numeric(4,2)', 123],
    ['character varying(3)', 'abcd'],
    ['character varying(4)', 'ab      '],
    ['varchar(3)', 'abcd'],
    ['varchar(3)', 'abc  '],
    ['bit(2)', '111'],
    ['date', 'tomorrow morning'],
    ['uuid', 'none'],
    ['jsonb', '{'],
    ['real', 16_777_217],
  ])('that does not fit %s is told: %j', async (to, value) => {
    expect(await cast(to, value)).toEqual(unfit(value));
  });

  it('is the same whatever the session has set', async () => {
    await client.query(`set timezone = 'Asia/Tokyo'; set datestyle = 'SQL, DMY'`);
    expect(await cast('timestamp with time zone', '2026-11-30 10:00:00')).toEqual({ x: '2026-11-30T10:00:00+00:00' });
    await client.query('reset timezone; reset datestyle');
  });
});

it('is cast at once as it is cast by its type', async () => {
  const number = fc
    .tuple(fc.constantFrom('', '-'), fc.stringMatching(/^[0-9]{1,11}([.][0-9]{1,6})?$/))
    .map((parts) => parts.join(''));
  const value = fc.oneof(
    number,
    fc.string().map((text) => text.replaceAll('\0', '')),
    fc.uuid(),
    fc.uuid().map((id) => id.toUpperCase()),
    fc.constantFrom('true', 'false', 't', 'TRUE', 'ab    '),
  );
  const type = fc.constantFrom(
    'text',
    'integer',
    'bigint',
    'numeric(12,2)',
    'numeric(11,2)',
    'numeric(9,4)',
    'numeric(10,0)',
    'boolean',
    'uuid',
    'character varying',
    'character varying(4)',
    'character varying(40)',
  );
  await fc.assert(
    fc.asyncProperty(value, type, async (given, to) => {
      const { rows } = await client.query<{ atOnce: string | null; byType: string | null }>(
        `select palimpsest.cast_text($1, $2)::text as "atOnce", palimpsest.cast_by_type($1, $2)::text as "byType"`,
        [given, to],
      );
      expect(rows[0]!.atOnce).toBe(rows[0]!.byType);
    }),
    { numRuns: 1000 },
  );
});

describe('a computed value', () => {
  const computed = async (sql: string, state: Json, to = 'text') => after([{ compute: 'x', sql, to }], state);

  it('is made of the snapshot', async () => {
    expect(await computed(`upper(state ->> 'name')`, { name: 'a', x: 1 })).toEqual({ name: 'a', x: 'A' });
    expect(await computed(`state ->> 'none'`, { x: 1 })).toEqual({ x: null });
  });

  it('is looked up among what the reader sees', async () => {
    expect(await computed('(select count(*) from organization)', { x: null }, 'integer')).toEqual({ x: 0 });
  });

  it.each(['1 / 0', `state ->> 'name'`, 'nothing', `set_config('a.b', 'c', false)`, '(select x from none)'])(
    'that is none is told: %s',
    async (sql) => {
      expect(await computed(sql, { name: 'a', x: 'was' }, 'integer')).toEqual({
        name: 'a',
        x: null,
        $unfit: { x: 'was' },
      });
    },
  );
});

describe('a failure that passes is no misfit:', () => {
  it('a lock that was not had', async () => {
    const type = await typeWith([{ compute: 'x', sql: '(select count(*) from tag)', to: 'integer' }]);
    await owner.query('begin; lock table tag');
    await client.query(`set lock_timeout = '50ms'`);
    await expect(upcast(type, { x: 1 })).rejects.toThrow('lock timeout');
    await Promise.all([owner.query('rollback'), client.query('reset lock_timeout')]);
    expect(await upcast(type, { x: 1 })).toEqual({ x: 0 });
  });

  it('a right that is missing', async () => {
    const type = await typeWith([{ compute: 'x', sql: '(select count(*) from known_tenant)', to: 'integer' }]);
    await expect(upcast(type, { x: 1 })).rejects.toThrow('permission denied for table known_tenant');
  });

  it('what a type looks up and does not get', async () => {
    await domain('busy_text', 'deadlock_detected');
    const type = await typeWith([{ cast: 'x', to: 'public.busy_text' }]);
    await expect(upcast(type, { x: 'a' })).rejects.toThrow('busy_text refuses a');
    await expect(typed('busy_text', { a: 'a', b: 1 })).rejects.toThrow('busy_text refuses a');
  });
});

describe('a snapshot as a row has null, and tells it, where a value is refused', () => {
  it.each([
    ['by a check that ends in an error of its own', 'raise_exception'],
    ['by a type that fails as none of PostgreSQL does', 'internal_error'],
    ['by a type that is out of bounds', 'program_limit_exceeded'],
    ['by an expression that is none', 'invalid_regular_expression'],
    ['by a name that nothing has', 'undefined_table'],
  ])('%s', async (_, condition) => {
    const type = `text_${condition}`;
    await domain(type, condition);
    expect(await typed(type, { a: 'a', b: 1 })).toEqual({ value: { a: null, b: 1 }, unfit: { a: 'a' } });
    expect(await typed(type, { a: null, b: 'no number' })).toEqual({
      value: { a: null, b: null },
      unfit: { b: 'no number' },
    });
  });
});

it('names what changed as it is called now', async () => {
  const type = await typeWith(
    [
      { rename: 'a', to: 'b' },
      { drop: 'author_id', as: 'authorId' },
    ],
    [{ rename: 'b', to: 'c' }],
  );
  const { rows } = await client.query<{ names: unknown }>(
    `select palimpsest.upcast_names($1, '["x", "a", "author_id", "deleted_at"]', 1) as names`,
    [type],
  );
  expect(rows[0]!.names).toEqual(['x', 'c', '$authorId', 'deleted_at']);
});

// Texts that PostgreSQL can store; what it cannot is in no snapshot.
const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''));
const column = fc.constantFrom('a', 'b', 'c', 'tag_ids');
const key = fc.oneof(column, fc.constantFrom('$dropped', '$unfit'));
const json = fc
  .jsonValue({ stringUnit: 'grapheme', maxDepth: 2 })
  .map((value) => JSON.parse(JSON.stringify(value).replaceAll('\\u0000', '')) as unknown);
const state = fc.oneof({ weight: 9, arbitrary: fc.dictionary(key, json) }, { weight: 1, arbitrary: json });
const step = fc.oneof(
  fc.record({ add: column, value: json }),
  fc.record({ rename: column, to: column }),
  fc.record({ drop: column, as: text }),
  fc.record({ map: column, values: fc.dictionary(text, json) }),
  fc.record({ fill: column, value: json }),
  fc.record({
    cast: column,
    to: fc.constantFrom('integer', 'numeric(4,2)', 'date', 'uuid[]', 'character(2)', 'jsonb', 'no type'),
  }),
  fc.record({ among: column, values: fc.array(text) }),
  fc.record({
    compute: column,
    sql: fc.constantFrom('state', `state -> 'a'`, '1 / 0', `state ->> 'b'`, ')'),
    to: fc.constantFrom('integer', 'text'),
  }),
  fc.record({ hide: column }),
  fc.record({ show: column }),
  fc.record({ type: text }),
  fc.dictionary(text, json),
);

it('is brought up to date by any steps, whatever it holds, and always in the same way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, { maxLength: 4 }), { maxLength: 4 }), state, async (shapes, value) => {
      const type = await typeWith(...(shapes as Json[][]));
      const result = await upcast(type, value);
      expect(await upcast(type, value)).toEqual(result);
      const half = Math.ceil(shapes.length / 2) + 1;
      expect(await upcast(type, await upcast(type, value, 1, half), half)).toEqual(result);
    }),
    { numRuns: 300 },
  );
});
