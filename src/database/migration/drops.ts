import { camelCase, snakeCase } from './column-name.js';
import type { EntityTable } from './entity-table.js';
import { MigrationQuestion } from './migration-question.js';

/**
 * What becomes of the values of a field that goes: they stay in history, to be read there or by nobody, or there are none
 * in it.
 */
export type FieldFate = (typeof fieldFates)[number];

const fieldFates = ['history', 'hidden', 'lost'] as const;

/** An entity's records are deleted softly before it goes. */
type Fate = FieldFate | 'retire';

/** What was said of one thing. */
interface Drop {
  /** As it was said. */
  readonly text: string;
  readonly fate: Fate;
  /** The name of the field as its entity has it; empty where all of the entity goes. */
  readonly field: string;
}

/** What becomes of a field's values, and how it was called by whoever said it, who knows its upper and lower case. */
export interface FieldDrop {
  readonly fate: FieldFate;
  readonly field: string;
}

/** What the developer says with `--drop`: `post.notes=history`, `post=retire`. */
export class Drops {
  /** By table and column. */
  readonly #drops: ReadonlyMap<string, Drop>;
  readonly #asked = new Set<Drop>();

  /** @throws MigrationQuestion where one is of no known form */
  constructor(told: readonly string[] = []) {
    this.#drops = new Map(told.map((text) => parse(text)));
  }

  /** What was said of a field, by any of its names and of its entity's; nothing where nothing was. */
  of({ name, was = name }: EntityTable, ...fields: readonly string[]): FieldDrop | undefined {
    const said = [name, was].flatMap((table) =>
      fields.map((field) => this.#drops.get(keyOf(table, field)) ?? []).flat(),
    );
    const drops = said.filter((drop): drop is Drop & FieldDrop => drop.fate !== 'retire');
    for (const drop of drops) this.#asked.add(drop);
    return fieldFates.flatMap((fate) => drops.filter((drop) => drop.fate === fate))[0];
  }

  /** Whether an entity may go. */
  retires(table: string): boolean {
    const drop = this.#drops.get(keyOf(table));
    if (drop?.fate !== 'retire') return false;
    this.#asked.add(drop);
    return true;
  }

  /** What was said and not asked for, since nothing of that name goes. */
  unused(): string[] {
    return [...this.#drops.values()].filter((drop) => !this.#asked.has(drop)).map(({ text }) => text);
  }
}

function parse(text: string): [string, Drop] {
  const [, table, field = '', fate] = /^(\w+)(?:\.(\w+))?=(history|hidden|lost|retire)$/.exec(text) ?? [];
  if (table === undefined || (field === '') !== (fate === 'retire')) {
    throw new MigrationQuestion([
      `--drop ${text} says nothing; write --drop entity.field=history (or =hidden, or =lost), or --drop entity=retire.`,
    ]);
  }
  return [keyOf(table, field), { text, fate: fate as Fate, field: camelCase(field) }];
}

/** Columns do not tell the case of letters behind digits: `line2Text` is kept in `line2text`. */
function keyOf(table: string, field = ''): string {
  return `${snakeCase(table)}.${snakeCase(camelCase(field))}`;
}
