import type { EntityColumn } from './entity-table.js';
import { typeChange } from './type-change.js';

/**
 * Columns that have come and might be ones that are gone under another name, by these: of two that could be, what is more
 * alike is named alone, so that no two sentences give one column away twice.
 */
export function likelyRenames(
  gone: readonly EntityColumn[],
  come: readonly EntityColumn[],
): ReadonlyMap<EntityColumn, readonly EntityColumn[]> {
  const best = (likenesses: readonly number[]) => Math.max(0, ...likenesses);
  return new Map(
    gone.map((column) => [
      column,
      come.filter((other) => {
        const found = likeness(column, other);
        return (
          found > 0 &&
          found === best(come.map((another) => likeness(column, another))) &&
          found === best(gone.map((another) => likeness(another, other)))
        );
      }),
    ]),
  );
}

/** 0: one cannot be the other. */
function likeness(gone: EntityColumn, come: EntityColumn): number {
  const change = typeChange(gone.type, come.type, gone.items);
  if (gone.references !== come.references || (change !== 'same' && change !== 'wider')) return 0;
  if (change === 'wider') return 1;
  return String(gone.items) === String(come.items) && gone.isSensitive === come.isSensitive ? 3 : 2;
}
