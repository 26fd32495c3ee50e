import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FormerEntity, NamedField } from './former-entity.js';

/**
 * The expressions that migrations of a folder have run. What a decorator still says of an earlier change is told from what
 * it says of the next one by them alone.
 */
export class UsedExpressions {
  private constructor(private readonly statements: readonly string[]) {}

  static async in(folder: string): Promise<UsedExpressions> {
    const files = (await readdir(folder)).filter((file) => file.endsWith('.ts'));
    const codes = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
    return new UsedExpressions(codes.flatMap((code) => code.split('addSql(')).map(bare));
  }

  /** The entity without the expressions that have made columns of its table that are there. */
  without(entity: FormerEntity, table: string, columns: ReadonlyMap<string, unknown>): FormerEntity {
    const fields = [...entity.fields].map(([column, field]): [string, NamedField] => {
      const { sql, ...former } = field.former ?? {};
      const isUsed = sql !== undefined && columns.has(column) && this.#has(table, column, sql);
      return [column, isUsed ? { ...field, former } : field];
    });
    return { ...entity, fields: new Map(fields) };
  }

  #has(table: string, column: string, sql: string): boolean {
    const begin = `begin_shape(${table},`;
    const step = bare(`"compute":${JSON.stringify(column)},"sql":${JSON.stringify(sql)}`);
    return this.statements.some((statement) => statement.includes(begin) && statement.includes(step));
  }
}

/** Without what JSON, SQL and TypeScript put around and before characters. */
function bare(code: string): string {
  return code.replaceAll(/[\\'`\s]/g, '');
}
