import type { SqlEntityManager } from '@mikro-orm/postgresql';
import { isDeepStrictEqual } from 'node:util';
import { assign } from './assignment.js';
import type { AnnouncedUpdate } from '../recording/announced-update.js';
import type { Changed } from '../recording/changed.js';
import { entityOf } from '../../model/entities.js';
import { modelOf } from '../../model/entity-model.js';
import { fieldProblem } from '../../model/field-value.js';
import { lockedAhead } from './locked-record.js';
import type { Recording } from '../recording/recording.js';
import { hasRules } from '../refusals/validation.js';
import type { VersionedEntity } from '../../model/versioned-entity.js';

/** What was announced is not what was asked for; run again as it is asked for, the work makes what it means. */
export class OtherwiseAnnounced extends Error {
  override readonly name = 'OtherwiseAnnounced';
}

/** Makes announced updates in one flush, all or none; none where one would be refused or could concern another. */
export async function makeAhead(
  em: SqlEntityManager,
  recording: Recording,
  updates: readonly AnnouncedUpdate[],
): Promise<void> {
  if (recording.isOneByOne || updates.length < 2) return;
  const records = updates.map((update) => readyFor(em, recording, update));
  if (records.includes(undefined) || new Set(records).size < updates.length) return;
  recording.madeAhead = [];
  for (const [n, { entity, patch }] of updates.entries()) {
    await assign(em, entityOf(em, entity), records[n]!, patch);
  }
  await em.flush();
  const changedIds = new Set(recording.pending.map(({ record }) => record.id));
  recording.madeAhead = updates.map((update, n) => {
    const { id } = records[n]!;
    return { ...update, changed: { id, changeSetId: changedIds.has(id) ? recording.changeSetId : null } };
  });
}

/**
 * What an update that is asked for has done, where it was made ahead.
 *
 * @throws OtherwiseAnnounced where another was to come next
 */
export function takeMade(recording: Recording, asked: AnnouncedUpdate): Changed | undefined {
  const next = recording.madeAhead?.shift();
  if (!next) return undefined;
  const { changed, ...announced } = next;
  if (!isDeepStrictEqual(plain(announced), plain(asked))) throw new OtherwiseAnnounced();
  return changed;
}

/** The record to be updated, where nothing but assigning values stands between now and its flush. */
function readyFor(
  em: SqlEntityManager,
  recording: Recording,
  { entity, id, expectedVersion, patch }: AnnouncedUpdate,
): VersionedEntity | undefined {
  const [record] = lockedAhead(recording, entity, id) ?? [];
  if (!record || record.version !== expectedVersion || record.deletedAt != null || hasRules(record)) return undefined;
  const fields = modelOf(entityOf(em, entity)).fields.filter(({ name }) => name in patch);
  const isReady = fields.every((field) => field.kind === 'value' && !fieldProblem(field, patch[field.name]));
  return isReady ? record : undefined;
}

/** Whatever class the API has made of it. */
function plain({ patch, ...update }: AnnouncedUpdate): unknown {
  const given = Object.entries(patch).filter(([, value]) => value !== undefined);
  return { ...update, patch: Object.fromEntries(given) };
}
