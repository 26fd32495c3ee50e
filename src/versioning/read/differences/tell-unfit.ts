import type { EntityMetadata } from '@mikro-orm/core';
import { fieldValue } from './diff.js';
import { modelOf } from '../../model/entity-model.js';
import { tellHistory } from '../states/history-notes.js';
import type { State } from '../states/record-state.js';
import type { VersionKey } from '../states/state-reader.js';

/**
 * Tells of what an answer gives as null, or as no links, though something is stored.
 *
 * @param key of the version that the state is of
 * @param answered what holds the values that are answered, by field
 */
export function tellUnfit(
  meta: EntityMetadata,
  { entityId, version }: VersionKey,
  state: State,
  answered: readonly { readonly field: string }[],
): void {
  const names = new Set(answered.map(({ field }) => field));
  for (const field of modelOf(meta).shown) {
    const { name, column, kind } = field;
    if (!Object.hasOwn(state.unfit, column) || !names.has(name)) continue;
    if (kind !== 'links' && fieldValue(field, state) !== null) continue;
    tellHistory({ entityType: meta.className, entityId, version, field: name, stored: state.unfit[column] });
  }
}
