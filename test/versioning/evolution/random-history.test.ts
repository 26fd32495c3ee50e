import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Tag } from '../../../src/modules/demo/tag/tag.entity.js';
import { Was } from '../../../src/versioning/index.js';
import { findings } from '../../support/findings.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { EvolvingServer } from './evolving-server.js';
import { decimal, type FieldKind, links, oneOf, reference, text, whole } from './field-kind.js';
import { makeStage } from './make-stage.js';
import { added, become, type Bring, dropped, renamed, unchanged } from './past-state.js';
import type { Others, Stage } from './stage.js';
import { Story } from './story.js';
import { answered, wanted } from './told.js';

/** A field that random changes work on. */
interface Field {
  readonly kind: 'text' | 'required' | 'whole' | 'decimal' | 'choice' | 'links';
  /** Of a choice. */
  readonly values?: readonly string[];
}

type Fields = Readonly<Record<string, Field>>;

interface Change {
  readonly fields: Fields;
  readonly bring: Bring;
  readonly was?: Readonly<Record<string, PropertyDecorator>>;
  readonly drops?: readonly string[];
}

const start: Fields = {
  title: { kind: 'required' },
  alpha: { kind: 'whole' },
  beta: { kind: 'choice', values: ['A', 'B', 'C'] },
  gamma: { kind: 'links' },
  delta: { kind: 'text' },
};

function kindOf(name: string, { kind, values = [] }: Field): FieldKind {
  switch (kind) {
    case 'text':
      return text((n) => (n % 3 === 0 ? null : `text ${n}`), { nullable: true });
    case 'required':
      return text((n) => `text ${n}`, { default: 'OTHER' });
    case 'whole':
      return whole();
    case 'decimal':
      return decimal(12, 2);
    case 'choice':
      return oneOf(`Deal_${name}`, ...values);
    case 'links':
      return links(() => Tag, 'tags');
  }
}

const inputOf = (name: string, { kind }: Field) => (kind === 'links' ? `${name}Ids` : name);

function without(fields: Fields, name: string): Fields {
  const { [name]: _, ...others } = fields;
  return others;
}

/** What a migration may do. It gives nothing where there is no field to do it to. */
const changes: Readonly<Record<string, (fields: Fields, pick: number, fresh: string) => Change | undefined>> = {
  comes: (fields, _, fresh) => ({ fields: { ...fields, [fresh]: { kind: 'text' } }, bring: added(fresh, null) }),
  comesWithDefault: (fields, _, fresh) => ({
    fields: { ...fields, [fresh]: { kind: 'required' } },
    bring: added(fresh, 'OTHER'),
  }),
  comesWithLinks: (fields, _, fresh) => ({
    fields: { ...fields, [fresh]: { kind: 'links' } },
    bring: added(`${fresh}Ids`, []),
  }),
  isRenamed: (fields, pick, fresh) => {
    const [name, field] = Object.entries(fields)[pick % Object.keys(fields).length]!;
    return {
      fields: { ...without(fields, name), [fresh]: field },
      was: { [fresh]: Was(name) as PropertyDecorator },
      bring: renamed(inputOf(name, field), inputOf(fresh, field)),
    };
  },
  goes: (fields, pick) => {
    const names = Object.keys(fields).filter((name) => name !== 'title');
    if (names.length < 2) return undefined;
    const name = names[pick % names.length]!;
    return {
      fields: without(fields, name),
      drops: [`deal.${name}=history`],
      bring: dropped(inputOf(name, fields[name]!)),
    };
  },
  becomesDecimal: (fields, pick) =>
    changed(
      fields,
      'whole',
      pick,
      () => ({ kind: 'decimal' }),
      undefined,
      (former) => `${former as number}.00`,
    ),
  mustBeThere: (fields, pick) =>
    changed(
      fields,
      'text',
      pick,
      () => ({ kind: 'required' }),
      { absent: 'none' },
      (former) => former ?? 'none',
    ),
  isCalledOtherwise: (fields, pick, fresh) => {
    const value = (field: Field) => field.values![pick % field.values!.length]!;
    const [, chosen] = Object.entries(fields).find(([, { kind }]) => kind === 'choice') ?? [];
    if (!chosen) return undefined;
    const from = value(chosen);
    const values = chosen.values!.map((one) => (one === from ? fresh : one));
    return changed(
      fields,
      'choice',
      0,
      () => ({ kind: 'choice', values }),
      { values: { [from]: fresh } },
      (former) => (former === from ? fresh : former),
    );
  },
};

function changed(
  fields: Fields,
  kind: Field['kind'],
  pick: number,
  to: () => Field,
  was: Parameters<typeof Was>[0] | undefined,
  value: (former: unknown) => unknown,
): Change | undefined {
  const names = Object.keys(fields).filter((name) => fields[name]!.kind === kind);
  if (names.length === 0) return undefined;
  const name = names[pick % names.length]!;
  return {
    fields: { ...fields, [name]: to() },
    ...(was !== undefined && { was: { [name]: Was(was) as PropertyDecorator } }),
    bring: become(name, value),
  };
}

function stageOf(fields: Fields, { bring, was, drops }: Omit<Change, 'fields'>): Stage {
  return {
    name: 'Deal',
    change: '',
    owner: 'Customer',
    bring,
    fields: (others: Others) => ({
      ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, kindOf(name, field)])),
      customer: reference(() => others.customer, 'customers'),
    }),
    ...(was && { was }),
    ...(drops && { drops }),
  };
}

const edit = fc.tuple(fc.constantFrom('create', 'update', 'delete', 'restore', 'revert'), fc.nat(), fc.nat());
const step = fc.record({
  change: fc.constantFrom(...Object.keys(changes)),
  pick: fc.nat(),
  edits: fc.array(edit, { minLength: 1, maxLength: 5 }),
});

async function make(story: Story, edits: readonly (readonly [string, number, number])[]): Promise<void> {
  for (const [operation, which, version] of edits) {
    const living = story.records.filter(({ deleted }) => !deleted);
    const deleted = story.records.filter((record) => record.deleted);
    const of = operation === 'restore' ? deleted : living;
    const record = of[which % Math.max(1, of.length)];
    if (operation === 'create' || !record) await story.create();
    else if (operation === 'update') await story.update(record);
    else if (operation === 'delete') await story.delete(record);
    else if (operation === 'restore') await story.restore(record);
    else await story.revert(record, 1 + (version % record.versions.length));
  }
}

async function live(steps: readonly { change: string; pick: number; edits: [string, number, number][] }[]) {
  let fields = start;
  const beginning = stageOf(fields, { bring: unchanged });
  const made = makeStage(beginning);
  const evolving = await EvolvingServer.start(made.entities, await temporaryFolder());
  try {
    const targets = { tags: [], users: [], customers: [], partners: [] as string[] };
    const story = new Story(evolving, {
      ...targets,
      tags: [await evolving.create('Tag', { name: 'one' }), await evolving.create('Tag', { name: 'two' })],
      customers: [await evolving.create('Customer', { name: 'one' })],
    });
    story.become(beginning, made);
    await story.update(await story.create());
    for (const [index, { change, pick, edits }] of steps.entries()) {
      await make(story, edits);
      const next = changes[change]!(fields, pick, `fresh${index}`);
      if (!next) continue;
      fields = next.fields;
      const stage = stageOf(fields, next);
      const stored = await evolving.stored();
      await evolving.end();
      const now = makeStage(stage);
      await evolving.become(now.entities, ...(stage.drops ?? []));
      story.become(stage, now);
      expect(await evolving.stored()).toBe(stored);
    }
    await make(story, [['update', 0, 0]]);
    for (const record of story.records) expect(await answered(evolving, story, record)).toEqual(wanted(story, record));
    expect(await findings(evolving.server)).toEqual([]);
  } finally {
    await evolving.server.stop();
    evolving.forget();
  }
}

it('Whatever becomes of an entity, its versions mean what they meant', { tags: ['slow'] }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), live), {
    numRuns: 5,
    // Each attempt is a database.
    endOnFailure: true,
  });
});
