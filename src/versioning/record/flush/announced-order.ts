import type { PendingVersion } from '../recording/pending-version.js';
import type { Recording } from '../recording/recording.js';

/**
 * What a flush changes, in the order in which it was announced, as far as it was: history is written in this order, entity by
 * entity. What a deletion takes along comes with it.
 */
export function inAnnouncedOrder(pending: readonly PendingVersion[], { order }: Recording): readonly PendingVersion[] {
  if (order.size === 0) return pending;
  const places = new Map([...order].map(([record, place]) => [record.id, place]));
  const placeOf = ({ record, causeId }: PendingVersion) =>
    places.get(record.id) ?? places.get(causeId ?? '') ?? places.size;
  return pending.toSorted((a, b) => placeOf(a) - placeOf(b));
}
