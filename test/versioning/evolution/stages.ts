import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { User } from '../../../src/modules/user/user.entity.js';
import { Was } from '../../../src/versioning/index.js';
import { decimal, type FieldKind, links, oneOf, reference, text, whole } from './field-kind.js';
import { added, become, both, dropped, renamed, unchanged } from './past-state.js';
import type { Others, Stage } from './stage.js';

export const regions = ['north', 'south', 'east', 'west'];

const title = () => text((n) => `Title ${n}`, { type: 'string' });
const note = () => text((n) => (n % 3 === 0 ? null : `Line one\nline ${n}\n`), { nullable: true });
const stageText = () => text((n) => ['open', 'won', 'LOST'][n % 3], { type: 'string' });
const regionText = () => text((n) => (n % 4 === 3 ? null : regions[n % 4]), { type: 'string', nullable: true });
const industry = () => text((n) => `industry ${n}`, { type: 'string', default: 'OTHER' });
const tags = () => links(() => Tag, 'tags');
const assignee = () => reference(() => User, 'users');

const inStage =
  (values: Readonly<Record<string, string>>, ...among: readonly string[]) =>
  (former: unknown) => {
    const now = values[former as string] ?? (former as string);
    return among.includes(now) ? now : undefined;
  };

const customer = (others: Others) => reference(() => others.customer, 'customers');
const partner = (others: Others) => reference(() => others.partner, 'partners');

const first = {
  title,
  notes: note,
  stage: stageText,
  amount: whole,
  region: regionText,
  labels: tags,
  assignee,
  customer,
};
const withIndustry = { ...first, industry };
const withDue = { ...withIndustry, due: note };
const { notes: _notes, ...withoutNotes } = withDue;
const withSummary = { ...withoutNotes, summary: note };
const { due: _due, ...withoutDue } = withSummary;
const withEnum = { ...withoutDue, stage: () => oneOf('DealStage', ['OPEN', 'WON', 'LOST']) };
const withClosed = { ...withoutDue, stage: () => oneOf('DealStage', ['OPEN', 'WON', 'CLOSED']) };
const withoutWon = { ...withoutDue, stage: () => oneOf('DealStage', ['OPEN', 'CLOSED']) };
const withDecimal = { ...withoutWon, amount: () => decimal(12, 2) };
const withNarrow = { ...withDecimal, amount: () => decimal(6, 2) };
const withRegion = { ...withNarrow, region: () => reference(() => Tag, 'tags') };
const withTags = { ...withRegion, tags };
const { labels: _labels, ...withoutLabels } = withTags;

const withPartner = { ...withoutLabels, partner };

const made = (fields: Readonly<Record<string, (others: Others) => FieldKind>>) => (others: Others) =>
  Object.fromEntries(Object.entries(fields).map(([name, make]) => [name, make(others)]));

const deal = { name: 'Deal', owner: 'Customer' as const };

/**
 * One entity through all the changes that there are, one after another.
 *
 * @param tagOf the id of the tag of a name
 */
export const stages = (tagOf: (name: unknown) => string | null): readonly Stage[] => [
  { ...deal, change: 'the beginning', fields: made(first), bring: unchanged },
  {
    ...deal,
    change: 'a required field with a default',
    fields: made(withIndustry),
    bring: added('industry', 'OTHER'),
  },
  { ...deal, change: 'a nullable field', fields: made(withDue), bring: added('due', null) },
  {
    ...deal,
    change: 'a renamed field',
    fields: made(withSummary),
    was: { summary: Was('notes') as PropertyDecorator },
    bring: renamed('notes', 'summary'),
  },
  { ...deal, change: 'a dropped field', fields: made(withoutDue), drops: ['deal.due=history'], bring: dropped('due') },
  {
    ...deal,
    change: 'text that becomes an enum',
    fields: made(withEnum),
    was: { stage: Was({ values: { open: 'OPEN', won: 'WON' } }) },
    bring: become('stage', inStage({ open: 'OPEN', won: 'WON' }, 'OPEN', 'WON', 'LOST')),
  },
  {
    ...deal,
    change: 'a renamed enum value',
    fields: made(withClosed),
    was: { stage: Was({ values: { LOST: 'CLOSED' } }) },
    bring: become('stage', (former) => (former === 'LOST' ? 'CLOSED' : former)),
  },
  {
    ...deal,
    change: 'a removed enum value',
    fields: made(withoutWon),
    was: { stage: Was({ values: { WON: 'CLOSED' } }) },
    bring: become('stage', (former) => (former === 'WON' ? 'CLOSED' : former)),
  },
  {
    ...deal,
    change: 'an integer that becomes a decimal',
    fields: made(withDecimal),
    bring: become('amount', (former) => `${former as number}.00`),
  },
  {
    ...deal,
    change: 'a narrower decimal',
    fields: made(withNarrow),
    was: { amount: Was({ values: {} }) },
    tooMuch: { amount: '12345.50' },
    bring: become('amount', (former) => (Number(former) < 10_000 ? former : undefined)),
  },
  {
    ...deal,
    change: 'text that becomes a reference',
    fields: made(withRegion),
    was: { region: Was({ name: 'region', sql: `(select id from tag where name = state ->> 'region')` }) },
    bring: both((state) => added('regionId', tagOf(state.values['region']))(state), dropped('region')),
  },
  { ...deal, change: 'new links', fields: made(withTags), bring: added('tagIds', []) },
  {
    ...deal,
    change: 'dropped links',
    fields: made(withoutLabels),
    drops: ['deal.labels=history'],
    bring: dropped('labelIds'),
  },
  { ...deal, change: 'another owner', owner: 'Partner', fields: made(withPartner), bring: added('partnerId', null) },
  {
    name: 'Offer',
    owner: 'Partner',
    change: 'another name of the entity',
    fields: made(withPartner),
    wasNamed: Was('Deal') as ClassDecorator,
    bring: unchanged,
  },
];
