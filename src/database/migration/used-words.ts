import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FormerField } from '../../versioning/index.js';
import { droppedName } from './dropped-name.js';
import type { FormerEntity, NamedField } from './former-entity.js';

/**
 * What migrations of a folder have been told by decorators. What a decorator still says of an earlier change is told from
 * what it says of the next one by them alone.
 */
export class UsedWords {
  private constructor(private readonly statements: readonly string[]) {}

  static async in(folder: string): Promise<UsedWords> {
    const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
    const codes = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    return new UsedWords(codes.flatMap((code) => code.split('addSql(')).map(bare));
  }

  /**
   * The entity without the expressions that have made columns of its table that are there, and with what tells whether
   * another word of its decorators was said of an earlier change.
   */
  weighed(entity: FormerEntity, table: string, columns: ReadonlyMap<string, unknown>): FormerEntity {
    const fields = [...entity.fields].map(([column, field]): [string, NamedField] => {
      const { sql, ...former } = field.former ?? {};
      const isMade = sql !== undefined && columns.has(column) && this.#hasExpression(table, column, sql);
      const isUsed = (word: FormerField) => this.#has(table, column, word);
      return [column, { ...field, ...(isMade && { former }), isUsed }];
    });
    return { ...entity, fields: new Map(fields), dropped: this.#dropped(table) };
  }

  #dropped(table: string): ReadonlySet<string> {
    const names = new Set<string>();
    for (const statement of this.#calls('begin_shape', table)) {
      for (const [, name] of statement.matchAll(/"as":"(\w+)"/g)) names.add(droppedName(name!, names));
    }
    return names;
  }

  #hasExpression(table: string, column: string, sql: string): boolean {
    const step = bare(`"compute":${JSON.stringify(column)},"sql":${JSON.stringify(sql)}`);
    return this.#calls('begin_shape', table).some((statement) => statement.includes(step));
  }

  #has(table: string, column: string, { values, absent }: FormerField): boolean {
    if (absent !== undefined) {
      const step = bare(`"fill":${JSON.stringify(column)},"value":${JSON.stringify(absent)}`);
      return this.#calls('begin_shape', table).some((statement) => /[,}]/.test(statement.split(step)[1]?.[0] ?? ''));
    }
    const said = Object.entries(values ?? {}).map(([from, to]) =>
      bare(`${JSON.stringify(from)}:${JSON.stringify(to)}`),
    );
    return this.#calls('require_fitting', table, `${column},`).some((statement) =>
      said.length === 0 ? statement.includes(',{},') : said.every((entry) => statement.includes(entry)),
    );
  }

  /** The calls of a function about a table, by whatever name that had then. */
  #calls(name: string, table: string, more = ''): readonly string[] {
    const calls = this.#namesOf(table).map((was) => `${name}(${was},${more}`);
    return this.statements.filter((statement) => calls.some((call) => statement.includes(call)));
  }

  #namesOf(table: string): readonly string[] {
    const names = new Set([table]);
    for (const name of names) {
      for (const statement of this.statements) {
        const [, was] = new RegExp(`rename_type[(](\\w+),${name}[)]`).exec(statement) ?? [];
        if (was !== undefined) names.add(was);
      }
    }
    return [...names];
  }
}

/** Without what JSON, SQL and TypeScript put around and before characters. */
function bare(code: string): string {
  return code.replaceAll(/[\\'`\s]/g, '');
}
