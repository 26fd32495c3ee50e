import type { EntityClass } from '@mikro-orm/core';
import { Enum, Index, ManyToMany, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { User } from '../../../src/modules/user/user.entity.js';
import { ExactDecimal, Sensitive, Was } from '../../../src/versioning/index.js';
import { type Fields, mapped, shownEntityOf } from './entity-of.js';
import { EvolvingDatabase } from './evolving-database.js';

const vellum = '10000000-0000-7000-8000-00000000000a';
const scriptorium = '10000000-0000-7000-8000-00000000000b';
const string = mapped(() => Property({ type: 'string' }));
const text = mapped(() => Property({ type: 'text', nullable: true }));
const whole = mapped(() => Property({ type: 'integer', default: 0 }));
const date = mapped(() => Property({ type: 'date', nullable: true }));
const unique = mapped(() => Unique());
const stage = (...items: string[]) => mapped(() => Enum({ items }));
const decimal = (precision: number, scale = 2) =>
  mapped(() => Property({ type: ExactDecimal, precision, scale, nullable: true }));
const tags = mapped(() => ManyToMany(() => Tag));
const tag = mapped(() => ManyToOne(() => Tag, { nullable: true }));
const author = mapped(() => ManyToOne(() => User, { nullable: true }));

const first: Fields = {
  title: [string, unique],
  notes: text,
  stage: string,
  amount: whole,
  phone: [text, Sensitive()],
  author,
};

let evolving: EvolvingDatabase;
beforeEach(async () => {
  const deal = shownEntityOf('Deal', first);
  evolving = await EvolvingDatabase.make([deal]);
  await evolving.work(`insert into tag (id, name) values ('${vellum}', 'vellum')`);
  await evolving.work(
    `insert into deal (id, title, notes, stage, amount, phone)
     values ('20000000-0000-7000-8000-00000000000a', 'Abbey', 'vellum', 'open', 5, '1'),
       ('20000000-0000-7000-8000-00000000000b', 'Priory', null, 'WON', 7, null)`,
  );
  await evolving.work(`update deal set amount = 6 where title = 'Abbey'`);
  await evolving.work(`update deal set deleted_at = now() where title = 'Priory'`);
});
afterEach(() => evolving.drop());

/** Has the entity become another, and holds rows, versions and the table against what they should be. */
async function become(
  fields: Fields,
  { drops = [], sensitive = ['phone'] }: { drops?: string[]; sensitive?: string[] } = {},
) {
  const stored = await evolving.stored();
  await evolving.become([shownEntityOf('Deal', fields)], ...drops);
  expect(await evolving.differences('deal', ...sensitive)).toEqual([]);
  expect(await evolving.stored()).toBe(stored);
  const other = await EvolvingDatabase.make([shownEntityOf('Deal', fields)]);
  try {
    for (const table of ['deal', ...('tags' in fields ? ['deal_tags'] : [])]) {
      expect(await evolving.catalogue(table)).toEqual(await other.catalogue(table));
    }
  } finally {
    await other.drop();
  }
  return evolving.versions('deal');
}

const seen = (versions: readonly Record<string, unknown>[], ...keys: string[]) =>
  versions.map((version) => keys.map((key) => version[key]));

describe('a migration that was written brings rows and old versions to the same', () => {
  it('for fields that come, stay and go', async () => {
    const { author: _, ...rest } = first;
    const versions = await become(
      {
        ...rest,
        headline: [string, unique, Was('title')],
        title: mapped(() => Property({ type: 'string', default: 'new' })),
        stage: [stage('OPEN', 'WON'), Was({ values: { open: 'OPEN' } })],
        amount: mapped(() => Property({ type: ExactDecimal, precision: 12, scale: 2, default: '0' })),
      },
      { drops: ['deal.author=history'] },
    );
    expect(seen(versions, 'headline', 'title', 'stage', 'amount', '$dropped')).toEqual([
      ['Abbey', 'new', 'OPEN', 5, { authorId: null }],
      ['Priory', 'new', 'WON', 7, { authorId: null }],
      ['Abbey', 'new', 'OPEN', 6, { authorId: null }],
      ['Priory', 'new', 'WON', 7, { authorId: null }],
    ]);
  });

  it('for rows from before their history, which begins before their values go', async () => {
    await evolving.work('alter table deal disable trigger user');
    await evolving.work(
      `insert into deal (id, title, notes, stage, amount) values (gen_random_uuid(), 'Cell', 'old', 'open', 1)`,
    );
    await evolving.work('alter table deal enable trigger user');
    const { notes: _, ...rest } = first;
    await evolving.become([shownEntityOf('Deal', rest)], 'deal.notes=history');
    expect(await evolving.differences('deal', 'phone')).toEqual([]);
    const cell = (await evolving.versions('deal')).filter(({ title }) => title === 'Cell');
    expect(cell).toMatchObject([{ version: 1, $dropped: { notes: 'old' } }]);
  });

  it('for a field that clients never saw, of which no version tells', async () => {
    const { notes: _, ...rest } = first;
    const versions = await become(rest, { drops: ['deal.notes=hidden'] });
    expect(versions.filter((version) => 'notes' in version || '$dropped' in version)).toEqual([]);
    expect(await evolving.work(`select palimpsest.hidden_columns('deal', 1) as names`)).toEqual([
      { names: expect.arrayContaining(['notes']) },
    ]);
    expect(
      await evolving.work(`select snapshot ->> 'notes' as notes from entity_version where changed ? 'notes'`),
    ).toContainEqual({ notes: 'vellum' });
  });

  it('for text that becomes a reference, and links', async () => {
    const versions = await become({
      ...first,
      notes: [tag, Was({ name: 'notes', sql: `(select id from tag where name = state ->> 'notes')` })],
      tags,
    });
    expect(seen(versions, 'notes_id', 'tag_ids', '$dropped')).toEqual([
      [vellum, [], { notes: 'vellum' }],
      [null, [], { notes: null }],
      [vellum, [], { notes: 'vellum' }],
      [null, [], { notes: null }],
    ]);
  });

  it('for another type under the same name, and for null no more', async () => {
    const versions = await become({
      ...first,
      stage: [mapped(() => Property({ type: 'integer', default: 0 })), Was({ sql: `length(state ->> 'stage')` })],
      notes: [mapped(() => Property({ type: 'text' })), Was({ absent: 'none' })],
    });
    expect(seen(versions, 'stage', 'notes')).toEqual([
      [4, 'vellum'],
      [3, 'none'],
      [4, 'vellum'],
      [3, 'none'],
    ]);
  });

  it('for what an expression has made before, without running it again', async () => {
    const made = Was({ sql: `length(state ->> 'stage') + case when state ->> 'title' = 'Abbey' then 0 else 1 end` });
    const ofType = (type: string) => mapped(() => Property({ type, default: 0 }));
    await become({ ...first, stage: [ofType('integer'), made] });
    const versions = await become({ ...first, stage: [ofType('bigint'), made] });
    expect(seen(versions, 'stage')).toEqual([[4], [4], [4], [4]]);
    const narrower = shownEntityOf('Deal', { ...first, stage: [ofType('smallint'), made] });
    await expect(evolving.become([narrower])).rejects.toThrow('Deal.stage (smallint) is narrower than before (bigint)');
  });

  it('for a list of enum values, by an expression', async () => {
    const list = (...items: string[]) => mapped(() => Enum({ items, array: true, type: 'string[]', default: [] }));
    await evolving.become([shownEntityOf('Deal', { ...first, stages: list('DRAFT', 'WON') })]);
    await evolving.work(`update deal set stages = '{DRAFT,WON}' where title = 'Abbey'`);
    const items = `jsonb_array_elements_text(state -> 'stages')`;
    const sql = `array(select case item when 'DRAFT' then 'OPEN' else item end from ${items} item)`;
    const versions = await become({ ...first, stages: [list('OPEN', 'WON'), Was({ sql })] });
    expect(seen(versions, 'stages')).toEqual([[[]], [[]], [[]], [[]], [['OPEN', 'WON']]]);
  });

  it('for what is made anew by an expression, and sensitive from now on', async () => {
    const versions = await become(
      { ...first, stage: [whole, Sensitive(), Was({ sql: `length(state ->> 'stage')` })] },
      { sensitive: ['phone', 'stage'] },
    );
    expect(versions.filter((version) => 'stage' in version)).toEqual([]);
    expect(await evolving.work('select stage from deal order by title')).toEqual([{ stage: 4 }, { stage: 3 }]);
  });

  it('for what becomes sensitive', async () => {
    const versions = await become({ ...first, notes: [text, Sensitive()] }, { sensitive: ['phone', 'notes'] });
    expect(versions.filter((version) => 'notes' in version)).toEqual([]);
  });
});

describe('a migration that was written fails as a whole', () => {
  it('where a row does not fit, though it could be rounded', async () => {
    await become({ ...first, amount: decimal(12, 2) });
    await evolving.work(`update deal set amount = 1.25`);
    const narrower = shownEntityOf('Deal', { ...first, amount: [decimal(12, 1), Was({ values: {} })] });
    await expect(evolving.become([narrower])).rejects.toThrow(
      /^2 rows of deal do not fit \(such as [-0-9a-f]{36}\): amount is to be numeric\(12,1\); change them first, by palimpsest\.change_data at the beginning of this migration$/,
    );
    expect(await evolving.differences('deal', 'phone')).toEqual([]);
  });

  it('where an expression looks for a value under another name', async () => {
    const odd = shownEntityOf('Deal', { ...first, amount: [date, Was({ sql: `(state ->> 'amuont')::date` })] });
    await expect(evolving.become([odd])).rejects.toThrow(
      /^The expression for deal\.amount gives null for a value that is there \([-0-9a-f]{36}\): change the expression, or make the value null first, by palimpsest\.change_data$/,
    );
    expect(await evolving.work('select amount from deal order by title')).toEqual([{ amount: 6 }, { amount: 7 }]);
  });

  it('where an expression gives nothing that fits', async () => {
    const odd = shownEntityOf('Deal', { ...first, amount: [date, Was({ sql: `(state ->> 'title')::date` })] });
    await expect(evolving.become([odd])).rejects.toThrow(
      /^The expression for deal\.amount fails or gives no date \([-0-9a-f]{36}\): change the data or the expression$/,
    );
  });

  it('where text that becomes an enum is none of its values', async () => {
    const chosen = shownEntityOf('Deal', { ...first, stage: [stage('OPEN', 'WON'), Was({ values: { shut: 'WON' } })] });
    await expect(evolving.become([chosen])).rejects.toThrow(
      /^1 row of deal does not fit \([-0-9a-f]{36}\): stage is to be one of OPEN, WON; change it first,/,
    );
  });
});

describe('a migration that was written takes the history along', () => {
  it('of an entity that is renamed, with its links, its references and its fields', async () => {
    const ofLetters = (table: string) =>
      mapped(() =>
        Index({
          name: `${table}_letters`,
          expression: `create index "${table}_letters" on "${table}" (lower("title"))`,
        }),
      );
    const deal: EntityClass<object> = shownEntityOf('Deal', {
      ...first,
      title: [string, unique, ofLetters('deal')],
      tags,
      parent: mapped(() => ManyToOne(() => deal, { nullable: true })),
    });
    await evolving.become([deal]);
    await evolving.work(
      `update deal set parent_id = (select id from deal where title = 'Priory') where title = 'Abbey'`,
    );
    await evolving.work(
      `insert into deal_tags (deal_id, tag_id) select id, '${vellum}' from deal where title = 'Abbey'`,
    );
    const stored = await evolving.stored();
    const { notes: _, ...rest } = first;
    const work: EntityClass<object> = shownEntityOf(
      'Work',
      {
        ...rest,
        title: [string, unique, ofLetters('work')],
        summary: [text, Was('notes')],
        labels: [tags, Was('tags')],
        parent: mapped(() => ManyToOne(() => work, { nullable: true })),
      },
      Was('Deal'),
    );
    expect(await evolving.become([work])).toEqual([
      'Work was Deal: its records and their history go on.',
      'Work.summary was notes: rows and old versions keep their values.',
      'Work.labels was tagIds: rows and old versions keep their values.',
    ]);
    expect(await evolving.differences('work', 'phone')).toEqual([]);
    expect(await evolving.stored()).toBe(stored);
    const fresh = await EvolvingDatabase.make([work]);
    try {
      for (const table of ['work', 'work_labels']) {
        expect(await evolving.catalogue(table)).toEqual(await fresh.catalogue(table));
      }
    } finally {
      await fresh.drop();
    }
    const versions = await evolving.versions('work');
    expect(seen(versions, 'summary', 'label_ids').at(-1)).toEqual(['vellum', [vellum]]);
    expect(await evolving.versions('deal')).toEqual([]);
  });

  it('of one that is retired while another is renamed with its fields', async () => {
    const house = shownEntityOf('House', { name: string });
    const toHouse = mapped(() => ManyToOne(() => house, { nullable: true }));
    await evolving.become([house, shownEntityOf('Deal', { ...first, house: toHouse, tags })]);
    await evolving.work(`insert into house (id, name) values ('${scriptorium}', 'Scriptorium')`);
    await evolving.work(`update deal set house_id = '${scriptorium}'`);
    const { notes: _, ...rest } = first;
    const offer = shownEntityOf(
      'Offer',
      { ...rest, summary: [text, Was('notes')], labels: [tags, Was('tags')] },
      Was('Deal'),
    );
    await evolving.become([offer], 'house=retire', 'deal.house=history');
    expect(await evolving.differences('offer', 'phone')).toEqual([]);
    expect((await evolving.versions('offer')).at(-1)!.$dropped).toEqual({ houseId: scriptorium });
  });

  it('of one that is retired, and of what refers to it', async () => {
    const house = shownEntityOf('House', { name: string });
    const toHouse = mapped(() => ManyToOne(() => house, { nullable: true }));
    await evolving.become([house, shownEntityOf('Deal', { ...first, tags, house: toHouse })]);
    await evolving.work(`insert into house (id, name) values ('${scriptorium}', 'Scriptorium')`);
    await evolving.work(`update deal set house_id = '${scriptorium}'`);
    await evolving.work(`insert into deal_tags (deal_id, tag_id) select id, '${vellum}' from deal`);
    const drops = ['house=retire', 'deal.house=history', 'deal.tags=history'];
    expect(await evolving.become([shownEntityOf('Deal', first)], ...drops)).toEqual([
      'House is dropped: its records are deleted softly first, with versions and tombstones.',
      'Deal.house is dropped: its values stay in history, as houseId.',
      'Deal.tags is dropped: its links stay in history, as tagIds.',
    ]);
    expect(await evolving.differences('deal', 'phone')).toEqual([]);
    const gone = await evolving.work(
      `select v.operation, v.snapshot ->> 'name' as name, s.actor_id, s.reason ~ '^Migration[0-9]+_change: House is dropped$' as is_told
       from entity_version v join change_set s on s.id = v.change_set_id where entity_type = 'house' order by version`,
    );
    const actor = { actor_id: 'palimpsest migrate up', name: 'Scriptorium', is_told: true };
    expect(gone.slice(1)).toEqual([{ operation: 'DELETE', ...actor }]);
    expect(await evolving.work('select entity_type from tombstone')).toEqual([{ entity_type: 'house' }]);
    expect((await evolving.versions('deal')).at(-1)!.$dropped).toEqual({ houseId: scriptorium, tagIds: [vellum] });
  });
});
