import type { JsonValue } from '../../versioning/index.js';
import { added, type ColumnChange, computed, type FormerRecord } from './column-change.js';
import type { EntityColumn } from './entity-table.js';
import type { NamedField } from './former-entity.js';
import type { Question } from './question.js';
import { constantOf } from './sql-literal.js';

/**
 * How a column comes to a table that has rows and versions.
 *
 * @param name of the field, to people: `Post.industry`
 */
export function planAdded(
  name: string,
  column: EntityColumn,
  { former = {} }: NamedField,
  record: FormerRecord,
): ColumnChange | Question {
  if (former.sql !== undefined) {
    return computed(record, column, former.sql, `${name}: rows and old versions have what its expression gives.`);
  }
  const value = former.absent ?? usualValue(column);
  if (value !== undefined && (value !== null || column.nullable)) {
    const seen = column.isSensitive ? 'rows' : 'rows and old versions';
    const shown = column.isSensitive ? 'what it says' : JSON.stringify(value);
    return added(record.table, column, value, `${name}: ${seen} have ${shown}.`);
  }
  const missing = `${name} is new and required, and nothing says what rows and old versions have`;
  if (column.references !== undefined) {
    return {
      question: `${missing}: write nullable: true, or @Was({ sql: '…' }), an expression over the former state.`,
    };
  }
  const usual = column.default === undefined ? 'a default' : 'a default that is a constant';
  return { question: `${missing}: write @Was({ absent: … }), ${usual}, or nullable: true.` };
}

/** What a row gets where nobody says anything; undefined where that is not one value for all. */
function usualValue({ default: usual, nullable, type }: EntityColumn): JsonValue | undefined {
  if (usual !== undefined) return constantOf(usual, type);
  return nullable ? null : undefined;
}
