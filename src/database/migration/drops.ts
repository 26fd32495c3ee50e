import { camelCase, snakeCase } from './column-name.js';
import type { EntityTable } from './entity-table.js';
import { MigrationQuestion } from './migration-question.js';

/** What becomes of the data of what goes: a field's values stay in history, an entity's records are deleted softly before. */
type Fate = 'history' | 'retire';

/** What the developer says with `--drop`: `post.notes=history`, `post=retire`. */
export class Drops {
  readonly #fates: ReadonlyMap<string, Fate>;
  readonly #asked = new Set<string>();

  /** @throws MigrationQuestion where one is of no known form */
  constructor(told: readonly string[] = []) {
    this.#fates = new Map(told.map((text) => parse(text)));
  }

  /** Whether a field may go, by any of its names and of its entity's. */
  keepsInHistory({ name, was = name }: EntityTable, ...fields: readonly string[]): boolean {
    const said = [name, was].flatMap((table) => fields.map((field) => `${table}.${camelCase(field)}`));
    return said.map((text) => this.#has(text, 'history')).includes(true);
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
  const [, table, field, fate] = /^(\w+)(?:\.(\w+))?=(history|retire)$/.exec(text) ?? [];
  if (table === undefined || (field === undefined) === (fate === 'history')) {
    throw new MigrationQuestion([
      `--drop ${text} says nothing; write --drop entity.field=history, or --drop entity=retire.`,
    ]);
  }
  return [field === undefined ? snakeCase(table) : `${snakeCase(table)}.${camelCase(field)}`, fate as Fate];
}
