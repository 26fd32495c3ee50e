import { Enum, ManyToMany, ManyToOne, Property } from '@mikro-orm/decorators/legacy';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createMigration, type WrittenMigration } from '../../../src/database/migration/create-migration.js';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { User } from '../../../src/modules/user/user.entity.js';
import { ExactDecimal, Sensitive, Was } from '../../../src/versioning/index.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { changed, setBack } from './changed-entity.js';
import { type Fields, internal, mapped, shownEntityOf, unversionedOf } from './entity-of.js';

const string = mapped(() => Property({ type: 'string' }));
const requiredText = mapped(() => Property({ type: 'text' }));
const text = mapped(() => Property({ type: 'text', nullable: true }));
const whole = mapped(() => Property({ type: 'integer' }));
const stage = (...items: string[]) => mapped(() => Enum({ items }));
const stages = (...items: string[]) => mapped(() => Enum({ items, array: true, type: 'string[]' }));
const big = mapped(() => Property({ type: 'bigint' }));
const decimal = (precision: number) => mapped(() => Property({ type: ExactDecimal, precision, scale: 2 }));
const tags = mapped(() => ManyToMany(() => Tag));
const author = mapped(() => ManyToOne(() => User, { nullable: true }));

interface Case {
  readonly before?: Fields;
  readonly after: Fields;
  readonly drops?: readonly string[];
}

interface Clear extends Case {
  readonly says: readonly string[];
  readonly steps?: readonly object[];
}

interface Unclear extends Case {
  readonly asks: readonly string[];
}

/** What both have besides. */
const kept: Fields = { title: string };

const write = ({ before = {}, after, drops = [] }: Case) =>
  changed([shownEntityOf('Deal', { ...kept, ...before })], [shownEntityOf('Deal', { ...kept, ...after })], ...drops);

/** What is said of the last of several changes, one after another, where a field may go. */
async function asked(...all: readonly Fields[]): Promise<readonly string[]> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'schema.json'), await readFile(join('migrations', 'schema.json'), 'utf8'));
  let written: WrittenMigration | undefined;
  for (const [place, fields] of all.entries()) {
    const deal = shownEntityOf('Deal', { ...kept, ...fields });
    const drops = all[place - 1]?.['notes'] && !fields['notes'] ? ['deal.notes=history'] : [];
    written = await createMigration(folder, { additionalEntities: [deal], drops });
    await setBack(all.length - place, folder, written);
  }
  return written!.sentences;
}

it('a field is dropped under a name that no other dropped one has', async () => {
  expect(await asked({ notes: text }, {}, { notes: text }, {})).toEqual([
    'Deal.notes is dropped: its values stay in history, as notes2.',
  ]);
});

it('names that were exchanged are not exchanged again', async () => {
  const exchanged: Fields = { author: [text, Was('label')], label: [author, Was('author')] };
  expect(await asked({ author, label: text }, exchanged, { ...exchanged, more: text })).toEqual([
    'Deal.more: rows and old versions have null.',
  ]);
});

const clear: Readonly<Record<string, Clear>> = {
  'a required field with a default': {
    after: { industry: mapped(() => Property({ type: 'string', default: 'OTHER' })) },
    says: ['Deal.industry: rows and old versions have "OTHER".'],
    steps: [{ add: 'industry', value: 'OTHER' }],
  },
  'a required field, and what those from before have': {
    after: { amount: [decimal(12), Was({ absent: '0' })] },
    says: ['Deal.amount: rows and old versions have "0".'],
    steps: [
      { add: 'amount', value: '0' },
      { cast: 'amount', to: 'numeric(12,2)' },
    ],
  },
  'a nullable field': {
    after: { notes: text },
    says: ['Deal.notes: rows and old versions have null.'],
    steps: [{ add: 'notes', value: null }],
  },
  'a renamed field': {
    before: { notes: text },
    after: { summary: [text, Was('notes')] },
    says: ['Deal.summary was notes: rows and old versions keep their values.'],
    steps: [{ rename: 'notes', to: 'summary' }],
  },
  'a renamed reference': {
    before: { author },
    after: { owner: [author, Was('author')] },
    says: ['Deal.owner was authorId: rows and old versions keep their values.'],
    steps: [{ rename: 'author_id', to: 'owner_id' }],
  },
  'a reference and a value that exchange their names, and so not those of their columns': {
    before: { author, label: text },
    after: { author: [text, Was('label')], label: [author, Was('author')] },
    says: [
      'Deal.author was label: rows and old versions keep their values.',
      'Deal.label was authorId: rows and old versions keep their values.',
    ],
    steps: [
      { rename: 'label', to: 'author' },
      { rename: 'author_id', to: 'label_id' },
    ],
  },
  'names handed on': {
    before: { first: text, second: text },
    after: { second: [text, Was('first')], third: [text, Was('second')] },
    says: [
      'Deal.third was second: rows and old versions keep their values.',
      'Deal.second was first: rows and old versions keep their values.',
    ],
    steps: [
      { rename: 'second', to: 'third' },
      { rename: 'first', to: 'second' },
    ],
  },
  'names handed on along a row': {
    before: { first: text, second: text, third: text },
    after: { second: [text, Was('first')], third: [text, Was('second')], fourth: [text, Was('third')] },
    says: [
      'Deal.fourth was third: rows and old versions keep their values.',
      'Deal.third was second: rows and old versions keep their values.',
      'Deal.second was first: rows and old versions keep their values.',
    ],
    steps: [
      { rename: 'third', to: 'fourth' },
      { rename: 'second', to: 'third' },
      { rename: 'first', to: 'second' },
    ],
  },
  'a dropped field': {
    before: { notes: text },
    after: {},
    drops: ['deal.notes=history'],
    says: ['Deal.notes is dropped: its values stay in history, as notes.'],
    steps: [{ drop: 'notes', as: 'notes' }],
  },
  'a dropped field whose column does not tell how it is written': {
    before: { line2Text: text },
    after: {},
    drops: ['deal.line2Text=history'],
    says: ['Deal.line2Text is dropped: its values stay in history, as line2Text.'],
    steps: [{ drop: 'line2text', as: 'line2Text' }],
  },
  'a dropped field that clients never saw': {
    before: { notes: text },
    after: {},
    drops: ['deal.notes=hidden'],
    says: ['Deal.notes is dropped: its values stay stored, and nobody reads them.'],
    steps: [{ drop: 'notes', as: null }],
  },
  'a dropped field that is private': {
    before: { notes: [text, internal] },
    after: {},
    drops: ['deal.notes=hidden'],
    says: ['Deal.notes is dropped: its values stay stored, and nobody reads them.'],
    steps: [{ drop: 'notes', as: null }],
  },
  'dropped links that are private': {
    before: { tags: [tags, internal] },
    after: {},
    drops: ['deal.tags=hidden'],
    says: ['Deal.tags is dropped: its links stay stored, and nobody reads them.'],
    steps: [{ drop: 'tag_ids', as: null }],
  },
  'a dropped sensitive field': {
    before: { notes: [text, Sensitive()] },
    after: {},
    drops: ['deal.notes=lost'],
    says: ['Deal.notes is dropped: its values are gone.'],
    steps: [{ drop: 'notes', as: 'notes' }],
  },
  'a private field that an expression takes up': {
    before: { notes: [text, internal] },
    after: { summary: [text, Was({ name: 'notes', sql: `state ->> 'notes'` })] },
    says: [
      'Deal.summary: rows and old versions have what its expression gives.',
      'Deal.notes is dropped: its values stay stored, and nobody reads them.',
    ],
    steps: [
      { add: 'summary', value: null },
      { compute: 'summary', sql: `state ->> 'notes'` },
      { drop: 'notes', as: null },
    ],
  },
  'a field that is private from now on': {
    before: { notes: text },
    after: { notes: [text, internal] },
    says: [],
  },
  'a dropped reference': {
    before: { author },
    after: {},
    drops: ['Deal.author=history'],
    says: ['Deal.author is dropped: its values stay in history, as authorId.'],
    steps: [{ drop: 'author_id', as: 'authorId' }],
  },
  'a dropped field and a new one, though they look alike': {
    before: { notes: text },
    after: { summary: text },
    drops: ['deal.notes=history'],
    says: [
      'Deal.summary: rows and old versions have null.',
      'Deal.notes is dropped: its values stay in history, as notes.',
    ],
    steps: [
      { add: 'summary', value: null },
      { drop: 'notes', as: 'notes' },
    ],
  },
  'text that becomes an enum': {
    before: { stage: string },
    after: { stage: [stage('OPEN', 'WON'), Was({ values: { open: 'OPEN' } })] },
    says: ['Deal.stage: in rows and old versions varchar(255) is text, "open" is "OPEN".'],
    steps: [
      { map: 'stage', values: { open: 'OPEN' } },
      { cast: 'stage', to: 'text' },
      { among: 'stage', values: ['OPEN', 'WON'] },
    ],
  },
  'a new enum value': {
    before: { stage: stage('OPEN') },
    after: { stage: stage('OPEN', 'WON') },
    says: [],
  },
  'a renamed enum value': {
    before: { stage: stage('DRAFT', 'WON') },
    after: { stage: [stage('OPEN', 'WON'), Was({ values: { DRAFT: 'OPEN' } })] },
    says: ['Deal.stage: in rows and old versions "DRAFT" is "OPEN".'],
    steps: [
      { map: 'stage', values: { DRAFT: 'OPEN' } },
      { among: 'stage', values: ['OPEN', 'WON'] },
    ],
  },
  'an enum value that goes, whatever was said of those that it has again': {
    before: { stage: stage('DRAFT', 'WON', 'GONE') },
    after: { stage: [stage('DRAFT', 'WON'), Was({ values: { DRAFT: 'OPEN', GONE: 'WON' } })] },
    says: ['Deal.stage: in rows and old versions "GONE" is "WON".'],
    steps: [
      { map: 'stage', values: { GONE: 'WON' } },
      { among: 'stage', values: ['DRAFT', 'WON'] },
    ],
  },
  'a wider type': {
    before: { amount: whole },
    after: { amount: decimal(12) },
    says: ['Deal.amount: in rows and old versions int is numeric(12,2).'],
    steps: [{ cast: 'amount', to: 'numeric(12,2)' }],
  },
  'a narrower type, and the word that rows fit': {
    before: { amount: decimal(12) },
    after: { amount: [decimal(8), Was({ values: {} })] },
    says: ['Deal.amount: in rows and old versions numeric(12,2) is numeric(8,2).'],
    steps: [{ cast: 'amount', to: 'numeric(8,2)' }],
  },
  'text that becomes a reference': {
    before: { author: string },
    after: { author: [author, Was({ name: 'author', sql: 'look it up' })] },
    says: [
      'Deal.author: rows and old versions have what its expression gives.',
      'Deal.author is dropped: its values stay in history, as author.',
    ],
    steps: [
      { add: 'author_id', value: null },
      { compute: 'author_id', sql: 'look it up' },
      { drop: 'author', as: 'author' },
    ],
  },
  'another type under the same name, by an expression': {
    before: { amount: string },
    after: { amount: [whole, Was({ sql: "length(state ->> 'amount')" })] },
    says: ['Deal.amount: rows and old versions have what its expression gives.'],
    steps: [{ compute: 'amount', sql: "length(state ->> 'amount')" }],
  },
  'a wider type of a field that an expression once made of another': {
    before: { amount: whole },
    after: { amount: [big, Was({ name: 'label', sql: "length(state ->> 'label')" })] },
    says: ['Deal.amount: in rows and old versions int is bigint.'],
    steps: [{ cast: 'amount', to: 'bigint' }],
  },
  'a field that becomes sensitive, made anew by an expression': {
    before: { amount: string },
    after: { amount: [whole, Sensitive(), Was({ sql: "length(state ->> 'amount')" })] },
    says: [
      'Deal.amount is sensitive: no old version shows it any more, though what is stored of them keeps it.',
      'Deal.amount: rows and old versions have what its expression gives.',
    ],
    steps: [{ hide: 'amount' }, { compute: 'amount', sql: "length(state ->> 'amount')" }],
  },
  'expressions that read what stays': {
    before: { first: string, second: string },
    after: {
      first: [whole, Was({ sql: "length(state ->> 'first')" })],
      second: [whole, Was({ sql: "length(state ->> 'title')" })],
    },
    says: [
      'Deal.first: rows and old versions have what its expression gives.',
      'Deal.second: rows and old versions have what its expression gives.',
    ],
    steps: [
      { compute: 'first', sql: "length(state ->> 'first')" },
      { compute: 'second', sql: "length(state ->> 'title')" },
    ],
  },
  'a new value of an enum of which there is a list': {
    before: { stages: stages('OPEN') },
    after: { stages: stages('OPEN', 'WON') },
    says: [],
  },
  'a field that may be null no more': {
    before: { notes: text },
    after: { notes: [requiredText, Was({ absent: '' })] },
    says: ['Deal.notes: where rows and old versions have null, they have "".'],
    steps: [{ fill: 'notes', value: '' }],
  },
  'a field that may be null': {
    before: { notes: requiredText },
    after: { notes: text },
    says: ['Deal.notes may be null.'],
  },
  'new links': {
    after: { tags },
    says: ['Deal.tags: rows and old versions have no links.'],
    steps: [{ add: 'tag_ids', value: [] }],
  },
  'renamed links': {
    before: { tags },
    after: { labels: [tags, Was('tags')] },
    says: ['Deal.labels was tagIds: rows and old versions keep their values.'],
    steps: [{ rename: 'tag_ids', to: 'label_ids' }],
  },
  'names of links handed on': {
    before: { tags, labels: tags },
    after: { tags: [tags, Was('labels')], marks: [tags, Was('tags')] },
    says: [
      'Deal.marks was tagIds: rows and old versions keep their values.',
      'Deal.tags was labelIds: rows and old versions keep their values.',
    ],
    steps: [
      { rename: 'tag_ids', to: 'mark_ids' },
      { rename: 'label_ids', to: 'tag_ids' },
    ],
  },
  'dropped links': {
    before: { tags },
    after: {},
    drops: ['deal.tags=history'],
    says: ['Deal.tags is dropped: its links stay in history, as tagIds.'],
    steps: [{ drop: 'tag_ids', as: 'tagIds' }],
  },
  'dropped links with a plural of their own': {
    before: { people: tags },
    after: {},
    drops: ['deal.people=history'],
    says: ['Deal.people is dropped: its links stay in history, as personIds.'],
    steps: [{ drop: 'people_ids', as: 'personIds' }],
  },
  'a field that becomes sensitive': {
    before: { notes: text },
    after: { notes: [text, Sensitive()] },
    says: ['Deal.notes is sensitive: no old version shows it any more, though what is stored of them keeps it.'],
    steps: [{ hide: 'notes' }],
  },
};

const unclear: Readonly<Record<string, Unclear>> = {
  'a required field without a default': {
    after: { industry: string },
    asks: [
      'Deal.industry is new and required, and nothing says what rows and old versions have: write @Was({ absent: … }), a default, or nullable: true.',
    ],
  },
  'a default that is no constant': {
    after: { due: mapped(() => Property({ type: 'string', defaultRaw: 'clock_timestamp()::text' })) },
    asks: [
      'Deal.due is new and required, and nothing says what rows and old versions have: write @Was({ absent: … }), a default that is a constant, or nullable: true.',
    ],
  },
  'a required reference': {
    after: { author: mapped(() => ManyToOne(() => User)) },
    asks: [
      "Deal.author is new and required, and nothing says what rows and old versions have: write nullable: true, or @Was({ sql: '…' }), an expression over the former state.",
    ],
  },
  'a field that is gone': {
    before: { notes: text },
    after: {},
    asks: [
      'Deal.notes is gone: write --drop deal.notes=history where its values are to stay in history alone (=hidden where nobody is to read them there), or bring it back.',
    ],
  },
  'a dropped private field': {
    before: { notes: [text, internal] },
    after: {},
    asks: [
      'Deal.notes is gone: write --drop deal.notes=hidden where its values are to stay stored, read by nobody as before, or bring it back.',
    ],
  },
  'a dropped private field whose values would be read from then on': {
    before: { notes: [text, internal] },
    after: {},
    drops: ['deal.notes=history'],
    asks: [
      '--drop deal.notes=history does not fit, since no client could read its values: write --drop deal.notes=hidden where its values are to stay stored, read by nobody as before.',
    ],
  },
  'dropped private links whose ids would be read from then on': {
    before: { tags: [tags, internal] },
    after: {},
    drops: ['deal.tags=history'],
    asks: [
      '--drop deal.tags=history does not fit, since no client could read its links: write --drop deal.tags=hidden where its links are to stay stored, read by nobody as before.',
    ],
  },
  'a dropped sensitive field': {
    before: { notes: [text, Sensitive()] },
    after: {},
    asks: [
      'Deal.notes is gone: write --drop deal.notes=lost where its values, which no history has, are to be gone, or bring it back.',
    ],
  },
  'a dropped sensitive field, as if history had its values': {
    before: { notes: [text, Sensitive()] },
    after: {},
    drops: ['deal.notes=history'],
    asks: [
      '--drop deal.notes=history does not fit, since its values are sensitive and in no history: write --drop deal.notes=lost where its values, which no history has, are to be gone.',
    ],
  },
  'a dropped field, as if its values could be lost': {
    before: { notes: text },
    after: {},
    drops: ['deal.notes=lost'],
    asks: [
      '--drop deal.notes=lost does not fit, since its values are in history and stay there: write --drop deal.notes=history where its values are to stay in history alone (=hidden where nobody is to read them there).',
    ],
  },
  'two fields that are gone, and two that have come of other types': {
    before: { notes: text, amount: whole },
    after: { summary: text, size: whole },
    asks: [
      "Deal.amount is gone and size has come: write @Was('amount') on size where it was renamed, or --drop deal.amount=history where its values are to stay in history alone (=hidden where nobody is to read them there).",
      "Deal.notes is gone and summary has come: write @Was('notes') on summary where it was renamed, or --drop deal.notes=history where its values are to stay in history alone (=hidden where nobody is to read them there).",
      'Where that is no rename: Deal.size is new and required, and nothing says what rows and old versions have: write @Was({ absent: … }), a default, or nullable: true.',
    ],
  },
  'one field that has come, and two that are gone, of which one is likelier': {
    before: { notes: text, amount: whole },
    after: { summary: text },
    asks: [
      'Deal.amount is gone: write --drop deal.amount=history where its values are to stay in history alone (=hidden where nobody is to read them there), or bring it back.',
      "Deal.notes is gone and summary has come: write @Was('notes') on summary where it was renamed, or --drop deal.notes=history where its values are to stay in history alone (=hidden where nobody is to read them there).",
    ],
  },
  'one field that has come, and two that are gone, of which the likelier is said': {
    before: { notes: text, amount: whole },
    after: { summary: text },
    drops: ['deal.notes=history'],
    asks: [
      "Deal.amount is gone and summary has come: write @Was('amount') on summary where it was renamed, or --drop deal.amount=history where its values are to stay in history alone (=hidden where nobody is to read them there).",
    ],
  },
  'names exchanged': {
    before: { first: text, second: text, third: text },
    after: { first: [text, Was('second')], second: [text, Was('first')], third: text },
    asks: [
      'Deal.first and Deal.second are said to have been called as one another: give one of them a name of its own, write that migration, and then give it the name that it is to have.',
    ],
  },
  'names of links exchanged': {
    before: { tags, labels: tags },
    after: { tags: [tags, Was('labels')], labels: [tags, Was('tags')] },
    asks: [
      'Deal.tags and Deal.labels are said to have been called as one another: give one of them a name of its own, write that migration, and then give it the name that it is to have.',
    ],
  },
  'what looks like a rename': {
    before: { notes: text },
    after: { summary: text },
    asks: [
      "Deal.notes is gone and summary has come: write @Was('notes') on summary where it was renamed, or --drop deal.notes=history where its values are to stay in history alone (=hidden where nobody is to read them there).",
    ],
  },
  'what looks like a renamed reference': {
    before: { author },
    after: { owner: author },
    asks: [
      "Deal.author is gone and owner has come: write @Was('author') on owner where it was renamed, or --drop deal.author=history where its values are to stay in history alone (=hidden where nobody is to read them there).",
    ],
  },
  'what looks like renamed links': {
    before: { tags },
    after: { labels: tags },
    asks: [
      "Deal.tags is gone and labels has come: write @Was('tags') on labels where it was renamed, or --drop deal.tags=history where its links are to stay in history alone (=hidden where nobody is to read them there).",
    ],
  },
  'a removed enum value': {
    before: { stage: stage('OPEN', 'GONE', 'LOST') },
    after: { stage: [stage('OPEN'), Was({ values: { LOST: null } })] },
    asks: ['Deal.stage can be "GONE" no more: write @Was({ values: { "GONE": … } }), what each becomes, or null.'],
  },
  'text that becomes an enum': {
    before: { stage: string },
    after: { stage: stage('OPEN', 'WON') },
    asks: [
      'Deal.stage was varchar(255) and is one of "OPEN", "WON": write @Was({ values: { … } }), what former texts become, or @Was({ values: {} }) where they are these already.',
    ],
  },
  'a narrower decimal': {
    before: { amount: decimal(12) },
    after: { amount: decimal(8) },
    asks: [
      "Deal.amount (numeric(8,2)) is narrower than before (numeric(12,2)): write @Was({ values: {} }) where every row fits (an old value that does not is told beside), or @Was({ sql: '…' }), an expression over the former state.",
    ],
  },
  'a decimal that has not all digits of a whole number': {
    before: { amount: whole },
    after: { amount: decimal(10) },
    asks: [
      "Deal.amount (numeric(10,2)) is narrower than before (int): write precision: 12 where every value is to have its place, @Was({ values: {} }) where every row fits (an old value that does not is told beside), or @Was({ sql: '…' }), an expression over the former state.",
    ],
  },
  'another type': {
    before: { amount: string },
    after: { amount: decimal(12) },
    asks: [
      "Deal.amount (numeric(12,2)) is of another type than before (varchar(255)): write @Was({ values: {} }) where every row fits (an old value that does not is told beside), or @Was({ sql: '…' }), an expression over the former state.",
    ],
  },
  'a narrower type of a field whose values were said as those of another': {
    before: { amount: decimal(12) },
    after: { amount: [decimal(8), Was({ name: 'label', values: {}, sql: "state ->> 'label'" })] },
    asks: [
      "Deal.amount (numeric(8,2)) is narrower than before (numeric(12,2)): write @Was({ values: {} }) where every row fits (an old value that does not is told beside), or @Was({ sql: '…' }), an expression over the former state.",
    ],
  },
  'a wider type, and an expression that may be of long ago': {
    before: { amount: whole },
    after: { amount: [big, Was({ sql: "length(state ->> 'label')" })] },
    asks: [
      'Deal.amount (bigint) is wider than before (int), and every value has its place without sql: remove it from @Was, or make a new field by it.',
    ],
  },
  'a field that is gone, of a name that an expression made another of long ago': {
    before: { amount: whole, label: text },
    after: { amount: [whole, Was({ name: 'label', sql: "length(state ->> 'label')" })] },
    asks: [
      'Deal.label is gone: write --drop deal.label=history where its values are to stay in history alone (=hidden where nobody is to read them there), or bring it back.',
    ],
  },
  'expressions that read one another': {
    before: { first: string, second: string },
    after: {
      first: [whole, Was({ sql: "length(state ->> 'second')" })],
      second: [whole, Was({ sql: "length(state ->> 'first')" })],
    },
    asks: [
      'Deal.first is made of second, which is made anew itself: change one of them in a migration of its own.',
      'Deal.second is made of first, which is made anew itself: change one of them in a migration of its own.',
    ],
  },
  'a removed value of an enum of which there is a list': {
    before: { stages: stages('OPEN', 'GONE') },
    after: { stages: [stages('OPEN'), Was({ values: { GONE: 'OPEN' } })] },
    asks: [
      "Deal.stages is a list, and what becomes of its values cannot be said one by one: write @Was({ sql: '…' }), an expression over the former state that gives the new list.",
    ],
  },
  'a reference to something else': {
    before: { author },
    after: { author: mapped(() => ManyToOne(() => Tag, { nullable: true })) },
    asks: [
      "Deal.author was User and refers to Tag: write @Was({ sql: '…' }), an expression over the former state that looks the id up, or @Was({ values: {} }) where the ids are the same.",
    ],
  },
  'a field that may be null no more': {
    before: { notes: text },
    after: { notes: requiredText },
    asks: [
      "Deal.notes may be null no more, and rows and old versions may have none: write @Was({ absent: … }), or @Was({ sql: '…' }).",
    ],
  },
  'a field that is sensitive no more': {
    before: { notes: [text, Sensitive()] },
    after: { notes: text },
    asks: [
      'Deal.notes is sensitive no more, and no version has a value of it: add a new field, give it the values by palimpsest.change_data, and drop this one.',
    ],
  },
  'a field to drop that does not go': {
    before: { notes: text },
    after: { notes: text, more: text },
    drops: ['deal.notes=history'],
    asks: ['--drop deal.notes=history: nothing of that name goes.'],
  },
  'a former name that nothing had': {
    after: { summary: [text, Was('nots')] },
    asks: ['Deal.summary says that it was nots, and there was no such field: write what it was, or no name.'],
  },
  'a word that is none': {
    before: { notes: text },
    after: {},
    drops: ['deal.notes=forget'],
    asks: [
      '--drop deal.notes=forget says nothing; write --drop entity.field=history (or =hidden, or =lost), or --drop entity=retire.',
    ],
  },
};

describe('migrate create writes what becomes of rows and old versions', () => {
  it.each(Object.entries(clear))('for %s', async (_, { says, steps = [], ...of }) => {
    const written = await write(of);
    expect(written.sentences).toEqual(says);
    expect(written.steps).toEqual(steps.length === 0 ? {} : { deal: steps });
    expect(written.statements.filter((text) => /begin_shape/.test(text))).toHaveLength(Math.min(steps.length, 1));
  });
});

describe('migrate create asks, and writes nothing,', () => {
  it.each(Object.entries(unclear))('for %s', async (_, { asks, ...of }) => {
    await expect(write(of)).rejects.toThrow(expect.objectContaining({ questions: asks }));
  });
});

describe('migrate create keeps the records of an entity', () => {
  const deal = (...decorators: ClassDecorator[]) =>
    shownEntityOf('Deal', { ...kept, notes: text, tags }, ...decorators);

  it('that is gone: asks what becomes of them', async () => {
    await expect(changed([deal()], [])).rejects.toThrow(
      'Deal is gone: write --drop deal=retire where its records are to be deleted softly before their table is dropped, or bring it back.',
    );
  });

  it('that is versioned no more, though its table stays: refuses, whatever is said of its records', async () => {
    for (const drops of [[], ['deal=retire']]) {
      await expect(
        changed([deal()], [unversionedOf('Deal', { ...kept, notes: text, tags })], ...drops),
      ).rejects.toThrow(
        expect.objectContaining({
          questions: [
            'Deal is versioned no more while its table stays, and its history would end: write @Versioned() again, or retire it and call the new entity otherwise.',
          ],
        }),
      );
    }
  });

  it('that looks renamed: suggests it', async () => {
    await expect(changed([deal()], [shownEntityOf('Offer', { ...kept, notes: text })])).rejects.toThrow(
      "Deal is gone and Offer has come: write @Was('Deal') on Offer where it was renamed, or --drop deal=retire where its records are to be deleted softly before their table is dropped.",
    );
  });

  it('that is retired: deletes them first', async () => {
    const { sentences, statements } = await changed([deal()], [], 'deal=retire');
    expect(sentences).toEqual(['Deal is dropped: its records are deleted softly first, with versions and tombstones.']);
    expect(statements.find((text) => !text.includes('foreign'))).toMatch(
      /^select palimpsest\.retire_type\('deal', 'Migration\d{14}_after: Deal is dropped'\);$/,
    );
    expect(statements.slice(-2)).toEqual(['drop table "deal_tags";', 'drop table "deal";']);
  });

  it('that is renamed: takes fields and links that go by its name before, or now', async () => {
    const offer = () => shownEntityOf('Offer', kept, Was('Deal'));
    for (const name of ['deal', 'offer']) {
      const { sentences } = await changed([deal()], [offer()], `${name}.notes=history`, `${name}.tags=history`);
      expect(sentences.slice(1)).toEqual([
        'Offer.notes is dropped: its values stay in history, as notes.',
        'Offer.tags is dropped: its links stay in history, as tagIds.',
      ]);
    }
  });

  it('that is renamed: renames all that is named after it', async () => {
    const offer = shownEntityOf('Offer', { ...kept, notes: text, tags }, Was('Deal'));
    const { sentences, statements } = await changed([deal()], [offer]);
    expect(sentences).toEqual(['Offer was Deal: its records and their history go on.']);
    expect(statements.filter((text) => /^drop table|^create table|drop column| add "/.test(text))).toEqual([]);
    expect(statements.slice(0, 2)).toEqual([
      'alter table "deal" rename to "offer";',
      "select palimpsest.rename_type('deal', 'offer');",
    ]);
    expect(statements.join('\n').replaceAll(/drop trigger.*|.*rename .*/g, '')).not.toMatch(/"deal/);
  });
});

describe('what a decorator still says of an earlier change', () => {
  const exact = (precision: number, scale: number) => mapped(() => Property({ type: ExactDecimal, precision, scale }));

  it('is no answer to the next one: values', async () => {
    const narrow = (precision: number) => ({ amount: [exact(precision, 2), Was({ values: {} })] });
    await expect(asked({ amount: exact(12, 2) }, narrow(10), narrow(8))).rejects.toMatchObject({
      questions: [
        "Deal.amount: what its @Was says of values was said of an earlier change: write what becomes of them now, or @Was({ sql: '…' }) where it is the same once more.",
      ],
    });
    const enums = (...items: string[]) => ({
      stage: [stage(...items), Was({ values: { LOST: 'GONE', SHUT: 'GONE' } })],
    });
    expect(await asked({ stage: stage('OPEN', 'LOST') }, enums('OPEN', 'SHUT', 'GONE'), enums('OPEN', 'GONE'))).toEqual(
      ['Deal.stage: in rows and old versions "SHUT" is "GONE".'],
    );
    expect(await asked({ amount: whole }, { amount: exact(12, 2) }, narrow(8))).toHaveLength(1);
  });

  it('is no answer to the next one: absent', async () => {
    const [optional, required] = [
      { notes: [text, Was({ absent: 'none' })] },
      { notes: [requiredText, Was({ absent: 'none' })] },
    ];
    await expect(asked(optional, required, optional, required)).rejects.toMatchObject({
      questions: [
        "Deal.notes: what its @Was says of absent was said of an earlier change: write what those without a value have now, or @Was({ sql: '…' }) where it is the same once more.",
      ],
    });
  });
});
