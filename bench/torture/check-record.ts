import { isDeepStrictEqual } from 'node:util';
import type { RecordHistory } from './record-history.js';

/**
 * What must hold of any record, whoever changed it: versions without gaps, the newest snapshot equal to the row, one
 * audit entry a version, deleted exactly after a deletion, and no version from a change set that nobody was told of.
 *
 * @param changeSetIds what was acknowledged
 * @returns a sentence for each violation
 */
export function checkRecord(history: RecordHistory, changeSetIds: ReadonlySet<string>): string[] {
  return [
    ...checkNumbers(history),
    ...checkRow(history),
    ...checkAudit(history),
    ...checkDeletion(history),
    ...history.versions
      .filter(({ changeSet }) => !changeSetIds.has(changeSet.id))
      .map(
        ({ version, operation }) => `${name(history)} has version ${version} (${operation}) that nobody was told of`,
      ),
  ];
}

function checkNumbers(history: RecordHistory): string[] {
  const numbers = history.versions.map(({ version }) => version);
  if (numbers.length > 0 && numbers.every((version, n) => version === n + 1)) return [];
  return [`${name(history)} has the versions ${numbers.join(', ')}`];
}

function checkRow(history: RecordHistory): string[] {
  const newest = history.versions.at(-1)?.snapshot;
  if (isDeepStrictEqual(newest, history.live)) return [];
  return [`${name(history)} is ${JSON.stringify(history.live)}, but its newest snapshot is ${JSON.stringify(newest)}`];
}

function checkAudit(history: RecordHistory): string[] {
  const { versions, audit, type } = history;
  const told = audit.map((entry) => `${entry.version} ${entry.action} ${entry.changeSet?.id}`).toSorted();
  const made = versions
    .map(
      ({ version, operation, changeSet }) =>
        `${version} ${type.toLowerCase()}.${operation.toLowerCase()} ${changeSet.id}`,
    )
    .toSorted();
  if (isDeepStrictEqual(told, made)) return [];
  const missing = made.filter((entry) => !told.includes(entry));
  return [
    `${name(history)} has ${told.length} audit entries for ${made.length} versions; missing: ${missing.join(', ')}`,
  ];
}

function checkDeletion(history: RecordHistory): string[] {
  let deleted = false;
  return history.versions.flatMap(({ version, operation, snapshot }) => {
    const before = deleted;
    deleted = snapshot['deletedAt'] !== null;
    const fits = deleted === (operation === 'DELETE') && before === (operation === 'RESTORE');
    return fits
      ? []
      : [`${name(history)}, version ${version}: ${operation} of a ${before ? 'deleted' : 'living'} record`];
  });
}

function name({ type, id }: RecordHistory): string {
  return `${type} ${id}`;
}
