import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect } from 'vitest';
import { type FormerField, Was } from '../../../../src/versioning/index.js';
import { findings } from '../../../support/findings.js';
import { temporaryFolder } from '../../../support/temporary-folder.js';
import { EvolvingServer } from '../evolving-server.js';
import { reference } from '../field-kind.js';
import { makeStage } from '../make-stage.js';
import { unchanged } from '../past-state.js';
import type { Others, Stage } from '../stage.js';
import { Story } from '../story.js';
import { answered, wanted } from '../told.js';
import { expectAuditTold } from './audit-told.js';
import { comingsAndGoings } from './comings-and-goings.js';
import { valueChanges } from './conversions.js';
import { expectDifferencesTold } from './differences-told.js';
import { expectPastListed } from './past-listed.js';
import { type Chance, type RandomChange, together } from './random-change.js';
import { makeEdits, randomEdit, type RandomEdit } from './random-edit.js';
import { kindOf, type RandomFields } from './random-field.js';
import { Tags } from './tags.js';

const changes = { ...comingsAndGoings, ...valueChanges };
type ChangeName = keyof typeof changes;

/** Edits, and what one migration changes then, by name and pick. */
export interface RandomStep {
  readonly edits: readonly RandomEdit[];
  readonly changes: readonly (readonly [ChangeName, number])[];
}

export const randomLife: fc.Arbitrary<RandomStep[]> = fc.array(
  fc.record({
    edits: fc.array(randomEdit, { minLength: 1, maxLength: 5 }),
    changes: fc.array(fc.tuple(fc.constantFrom(...(Object.keys(changes) as ChangeName[])), fc.nat(1000)), {
      minLength: 1,
      maxLength: 3,
    }),
  }),
  { minLength: 2, maxLength: 6 },
);

const start: RandomFields = {
  title: { kind: 'text' },
  alpha: { kind: 'whole' },
  beta: { kind: 'choice', values: ['A', 'B', 'C'] },
  gamma: { kind: 'links' },
  delta: { kind: 'text', nullable: true },
  stage: { kind: 'word' },
  amount: { kind: 'decimal', nullable: true },
};

/** What the entity is, and what it has been. */
interface Entity {
  readonly name: 'Deal' | 'Offer';
  readonly fields: RandomFields;
  /** Names that properties had before. */
  readonly former: readonly string[];
  /** The names that values of dropped fields are told by. */
  readonly gone: readonly string[];
  /** What properties say of earlier changes, which nobody has taken away. */
  readonly said: Readonly<Record<string, FormerField>>;
  /** What migrations were told of values, by property. */
  readonly told: readonly (readonly [property: string, word: FormerField])[];
}

/** Lets an entity live, and compares all that is told of it with what it meant. */
export async function live(steps: readonly RandomStep[]): Promise<void> {
  let entity: Entity = { name: 'Deal', fields: start, former: [], gone: [], said: {}, told: [] };
  let stage = stageOf(entity, { fields: start, touched: [], bring: unchanged });
  let made = makeStage(stage);
  const evolving = await EvolvingServer.start(made.entities, await temporaryFolder());
  try {
    const tags = await Tags.make(evolving);
    const customers = [await evolving.create('Customer', { name: 'one' })];
    const story = new Story(evolving, { tags: tags.ids, users: [], customers, partners: [] });
    const expectAllTold = async () => {
      for (const record of story.records)
        expect(await answered(evolving, story, record)).toEqual(wanted(story, record));
      expect(await findings(evolving.server)).toEqual([]);
    };
    story.become(stage, made);
    await makeEdits({ story, tags }, beginning);
    for (const [index, step] of steps.entries()) {
      await makeEdits({ story, tags }, step.edits);
      const change = combined(step, { ...entity, fresh: `new${'ABCDEF'[index]}`, tagOf: tags.byName() });
      if (!change) continue;
      const next = after(entity, change);
      const stored = await evolving.stored();
      await evolving.end();
      const present = stageOf(entity, { fields: entity.fields, touched: [], bring: unchanged });
      stage = stageOf(next, change, entity);
      made = makeStage(stage);
      const becoming = evolving.become(made.entities, ...(stage.drops ?? []));
      const refusal =
        change.refused ?? saidBefore(entity, change) ?? (isTooMuch(story, change) ? /do(es)? not fit/ : undefined);
      if (refusal) {
        await expect(becoming).rejects.toThrow(refusal);
        evolving.forget();
        made = makeStage(present);
        await evolving.serve(made.entities);
      } else {
        await becoming;
        story.become(stage, made);
        entity = next;
      }
      expect(await evolving.stored()).toBe(stored);
      await expectAllTold();
    }
    await makeEdits({ story, tags }, [['update', 0, 0]]);
    await expectAllTold();
    await expectDifferencesTold(evolving, story);
    await expectAuditTold(evolving, story);
    await expectPastListed(evolving, story, made, entity.fields);
  } finally {
    await evolving.server.stop();
    evolving.forget();
  }
}

/** One that lives, one that is in the trash for now, and a tag that is called otherwise than when it was chosen. */
const beginning: readonly RandomEdit[] = [
  ['create', 0, 0],
  ['update', 0, 0],
  ['create', 0, 0],
  ['delete', 1, 0],
  ['create', 0, 0],
];

/** As many of a step's changes as can be made in one migration. */
function combined(step: RandomStep, all: Omit<Chance, 'free' | 'pick'>): RandomChange | undefined {
  let sofar: RandomChange | undefined;
  for (const [index, [name, pick]] of step.changes.entries()) {
    const fields: RandomFields = sofar?.fields ?? all.fields;
    const free = Object.keys(fields).filter((field) => !sofar?.touched.includes(field));
    const gone = [...all.gone, ...(sofar?.gone ?? [])];
    const former = all.former.filter((field) => !sofar?.touched.includes(field));
    const fresh = `${all.fresh}${'xyz'[index]}`;
    const change: RandomChange | undefined =
      free.length === 0 ? undefined : changes[name]({ ...all, fields, free, gone, former, fresh, pick });
    if (change) sofar = sofar ? together(sofar, change) : change;
  }
  return sofar;
}

function after({ name, fields, former, gone, said, told }: Entity, change: RandomChange): Entity {
  const names: Readonly<Record<Entity['name'], Entity['name']>> = { Deal: 'Offer', Offer: 'Deal' };
  const isStill = (property: string) =>
    property in change.fields && !change.drops?.includes(property) && !(property in (change.was ?? {}));
  // What is said of values answers for the next change too: it goes.
  const lasting = Object.entries({ ...change.was }).filter(([, { values, absent }]) => !values && absent === undefined);
  return {
    name: change.renames ? names[name] : name,
    fields: change.fields,
    former: [...new Set([...former, ...Object.keys(fields)])],
    gone: [...gone, ...(change.gone ?? [])],
    said: {
      ...Object.fromEntries(Object.entries(said).filter(([property]) => isStill(property))),
      ...Object.fromEntries(lasting),
    },
    told: [...told, ...Object.entries({ ...change.was })],
  };
}

/** Nobody can tell what is said once more, of the same property, from what is left of an earlier change. */
function saidBefore({ told }: Entity, { was = {} }: RandomChange): RegExp | undefined {
  const isSaid = ([property, { values, absent }]: readonly [string, FormerField]) =>
    told.some(
      ([of, word]) =>
        of === property &&
        ((values !== undefined && word.values !== undefined && isPartOf(values, word.values)) ||
          (absent !== undefined && isDeepStrictEqual(absent, word.absent))),
    );
  return Object.entries(was).some(isSaid) ? /was said of an earlier change/ : undefined;
}

function isPartOf(values: object, all: object): boolean {
  const entries = Object.entries(values);
  if (entries.length === 0) return Object.keys(all).length === 0;
  return entries.every(([from, to]) => (all as Record<string, unknown>)[from] === to);
}

/** @param before what it was, where it has another name now */
function stageOf({ name, fields, said }: Entity, { bring, was, drops }: RandomChange, before?: Entity): Stage {
  const all = { ...said, ...was };
  const table = (before?.name ?? name).toLowerCase();
  return {
    name,
    change: '',
    owner: 'Customer',
    bring,
    fields: (others: Others) => ({
      ...Object.fromEntries(Object.entries(fields).map(([field, one]) => [field, kindOf(field, one)])),
      customer: reference(() => others.customer, 'customers'),
    }),
    was: Object.fromEntries(Object.entries(all).map(([field, former]) => [field, Was(former) as PropertyDecorator])),
    drops: (drops ?? []).map((field) => `${table}.${field}=history`),
    ...(before && before.name !== name && { wasNamed: Was(before.name) as ClassDecorator }),
  };
}

/** Whether a row, be it in the trash, holds what has no place after a change. */
function isTooMuch(story: Story, { bring }: RandomChange): boolean {
  return story.records.some(
    (record) => Object.keys(bring(story.meaning(record, record.versions.length)).unfit).length > 0,
  );
}
