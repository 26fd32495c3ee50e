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

/** What the developer says with `--drop`: `post.notes=history`, `post=retire`. */
export class Drops {
  readonly #fates: ReadonlyMap<string, Fate>;
  readonly #asked = new Set<string>();

  /** @throws MigrationQuestion where one is of no known form */
  constructor(told: readonly string[] = []) {
    this.#fates = new Map(told.map((text) => parse(text)));
  }

  /** What becomes of a field's values, by any of its names and of its entity's; nothing where it is not said. */
  fateOf({ name, was = name }: EntityTable, ...fields: readonly string[]): FieldFate | undefined {
    const said = [name, was].flatMap((table) => fields.map((field) => `${table}.${camelCase(field)}`));
    const isSaid = (fate: FieldFate) => said.map((text) => this.#has(text, fate)).includes(true);
    return fieldFates.find((fate) => isSaid(fate));
  }

  /** Whether an entity may go. */
  retires(table: string): boolean {
    return this.#has(snakeCase(table), 'retire');
  }

  /** What was said and not asked for, since nothing of that name goes. */
  unused(): string[] {
    return [...this.#fates].filter(([name]) => !this.#asked.has(name)).map(([name, fate]) => `${name}=${fate}`);
  }

  #has(name: string, fate: Fate): boolean {
    if (this.#fates.get(name) !== fate) return false;
    this.#asked.add(name);
    return true;
  }
}

function parse(text: string): [string, Fate] {
  const [, table, field, fate] = /^(\w+)(?:\.(\w+))?=(history|hidden|lost|retire)$/.exec(text) ?? [];
  if (table === undefined || (field === undefined) !== (fate === 'retire')) {
    throw new MigrationQuestion([
      `--drop ${text} says nothing; write --drop entity.field=history (or =hidden, or =lost), or --drop entity=retire.`,
    ]);
  }
  return [field === undefined ? snakeCase(table) : `${snakeCase(table)}.${camelCase(field)}`, fate as Fate];
}
