import type { EntityMetadata } from '@mikro-orm/core';
import { type FormerField, formerFields, formerName, modelOf } from '../../versioning/index.js';
import { camelCase } from './column-name.js';

/** What the class of an entity says of itself, and of what it was before. */
export interface FormerEntity {
  readonly className: string;
  /** The name of the class before. */
  readonly was?: string;
  /** By column, or by the key of links. */
  readonly fields: ReadonlyMap<string, NamedField>;
  /** The names under which values of dropped fields stay to be read, as far as migrations tell. */
  readonly dropped?: ReadonlySet<string>;
}

export interface NamedField {
  readonly property: string;
  readonly former?: FormerField;
  /** Whether a word of what it was has been said of an earlier change: `values` or `absent` of these alone. */
  readonly isUsed?: (word: FormerField) => boolean;
}

/** Reads what an entity's decorators say. */
export function formerEntityOf(meta: EntityMetadata): FormerEntity {
  const former = formerFields(meta.class);
  const was = formerName(meta.class);
  const fields = modelOf(meta).fields.map(({ column, property }): [string, NamedField] => {
    const said = former.get(property);
    return [column, { property, ...(said && { former: said }) }];
  });
  return { className: meta.className, ...(was !== undefined && { was }), fields: new Map(fields) };
}

/** What an entity says of a column; of one that is no field, its name alone. */
export function fieldOf({ fields }: FormerEntity, column: string): NamedField {
  return fields.get(column) ?? { property: camelCase(column) };
}
