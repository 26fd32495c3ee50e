import { Enum, ManyToMany, ManyToOne, Property, Unique } from '@mikro-orm/decorators/legacy';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { User } from '../../../src/modules/user/user.entity.js';
import { ExactDecimal, Sensitive, Was } from '../../../src/versioning/index.js';
import { entityOf, type Fields, mapped } from './entity-of.js';
import { EvolvingDatabase } from './evolving-database.js';

const vellum = '00000000-0000-7000-8000-00000000000a';
const string = mapped(() => Property({ type: 'string' }));
const text = mapped(() => Property({ type: 'text', nullable: true }));
const whole = mapped(() => Property({ type: 'integer' }));
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
  const deal = entityOf('Deal', first);
  evolving = await EvolvingDatabase.make([deal]);
  await evolving.work(`insert into tag (id, name) values ('${vellum}', 'vellum')`);
  await evolving.work(
    `insert into deal (id, title, notes, stage, amount, phone)
     values (gen_random_uuid(), 'Abbey', 'vellum', 'open', 5, '1'), (gen_random_uuid(), 'Priory', null, 'WON', 7, null)`,
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
  await evolving.become([entityOf('Deal', fields)], ...drops);
  expect(await evolving.differences('deal', ...sensitive)).toEqual([]);
  expect(await evolving.stored()).toBe(stored);
  const other = await EvolvingDatabase.make([entityOf('Deal', fields)]);
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
        amount: decimal(12),
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

  it('for what becomes sensitive', async () => {
    const versions = await become({ ...first, notes: [text, Sensitive()] }, { sensitive: ['phone', 'notes'] });
    expect(versions.filter((version) => 'notes' in version)).toEqual([]);
  });
});

describe('a migration that was written fails as a whole', () => {
  it('where a row does not fit, though it could be rounded', async () => {
    await become({ ...first, amount: decimal(12, 2) });
    await evolving.work(`update deal set amount = 1.25 where title = 'Abbey'`);
    const narrower = entityOf('Deal', { ...first, amount: [decimal(12, 1), Was({ values: {} })] });
    await expect(evolving.become([narrower])).rejects.toThrow(
      'A value of deal.amount does not fit numeric(12,1): change it first, by palimpsest.change_data',
    );
    expect(await evolving.differences('deal', 'phone')).toEqual([]);
  });

  it('where an expression gives nothing that fits', async () => {
    const odd = entityOf('Deal', { ...first, amount: [text, Was({ sql: `(state ->> 'title')::int` })] });
    await expect(evolving.become([odd])).rejects.toThrow(
      'The expression for deal.amount fails or gives no text: change the data or the expression',
    );
  });
});
